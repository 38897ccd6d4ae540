package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.metajudge.config.RecipeFile;
import dev.metajudge.config.RecipeTree;
import org.junit.jupiter.api.Test;

class RecipeChangesTest {
    private static ObjectNode tree() {
        return RecipeTree.of(RecipeFile.standard());
    }

    /** A run's recipe as it was written before training had more than one loss. */
    private static ObjectNode old() {
        var tree = tree();
        var train = (ObjectNode) tree.get("train");
        train.removeAll();
        train.put("beta", 0.1)
                .put("learningRate", 5e-6)
                .put("epochs", 10)
                .put("batch", 32)
                .put("microBatch", 4)
                .put("warmup", 0.1)
                .put("clip", 1.0)
                .put("weightDecay", 0.0)
                .put("loraRank", 16)
                .put("loraAlpha", 32.0)
                .put("maxTokens", 2048)
                .put("checkpointSteps", 10);
        return tree;
    }

    @Test
    void aRunOfBeforeThereWereLossesGoesOn() {
        assertThat(RecipeChanges.between(old().toString(), tree().toString(), 2, 2))
                .isEmpty();
    }

    @Test
    void itsSettingsAreComparedAllTheSame() {
        var now = tree();
        ((ObjectNode) now.at("/train")).put("loss", "ipo");
        ((ObjectNode) now.at("/train/lora")).put("rank", 8);
        assertThat(RecipeChanges.between(old().toString(), now.toString(), 1, 1))
                .containsExactly("train.lora.rank: 16 → 8", "train.loss: sigmoid → ipo");
    }

    @Test
    void howOftenTrainingSavesItselfAndWhenItGivesUpMayChange() {
        var now = tree();
        ((ObjectNode) now.at("/train")).put("checkpointSteps", 3).put("explodingLoss", 0);
        assertThat(RecipeChanges.between(tree().toString(), now.toString(), 1, 1))
                .isEmpty();
    }

    @Test
    void trainingMayChangeUntilItsRoundHasMadeItsModel() {
        var now = tree();
        ((ObjectNode) now.at("/train")).put("learningRate", 1e-6).put("model", "other");
        ((ObjectNode) now.at("/judge")).put("samples", 3);
        String before = tree().toString();
        assertThat(RecipeChanges.between(before, now.toString(), 2, 1))
                .contains("round 1 train.learningRate: 5.0E-6 → 1.0E-6")
                .doesNotContain("round 2 train.learningRate: 5.0E-6 → 1.0E-6")
                .anyMatch(change -> change.startsWith("train.model: "))
                .anyMatch(change -> change.startsWith("judge.samples: "));
        assertThat(RecipeChanges.ofTraining(before, now.toString(), 2, 0))
                .containsExactly("train.learningRate: 5.0E-6 → 1.0E-6");
    }
}

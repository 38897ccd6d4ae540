package dev.metajudge.cli;

import dev.metajudge.train.Evaluation;
import dev.metajudge.train.Rewards;
import dev.metajudge.train.TrainingStep;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lines of "steps.jsonl", by the names that TRL logs. */
final class TrainingLine {
    private TrainingLine() {}

    static Map<String, Object> of(TrainingStep step) {
        var line = new LinkedHashMap<String, Object>();
        line.put("step", step.step());
        line.put("steps", step.steps());
        line.put("epoch", step.epoch());
        line.put("loss", step.loss());
        rewards(line, "", step.rewards());
        line.put("grad_norm", step.gradNorm());
        line.put("learning_rate", step.learningRate());
        line.put("tokens", step.tokens());
        line.put("seconds", step.seconds());
        line.put("tokens_per_second", step.tokens() / Math.max(1e-9, step.seconds()));
        line.put("ids", step.ids());
        return line;
    }

    static Map<String, Object> of(Evaluation look) {
        var line = new LinkedHashMap<String, Object>();
        line.put("step", look.step());
        line.put("epoch", look.epoch());
        line.put("eval_loss", look.loss());
        rewards(line, "eval_", look.rewards());
        line.put("eval_tokens", look.tokens());
        line.put("eval_seconds", look.seconds());
        return line;
    }

    private static void rewards(Map<String, Object> line, String prefix, Rewards rewards) {
        line.put(prefix + "rewards/chosen", rewards.chosen());
        line.put(prefix + "rewards/rejected", rewards.rejected());
        line.put(prefix + "rewards/margins", rewards.margin());
        line.put(prefix + "rewards/accuracies", rewards.accuracy());
        line.put(prefix + "logps/chosen", rewards.logpsChosen());
        line.put(prefix + "logps/rejected", rewards.logpsRejected());
    }
}

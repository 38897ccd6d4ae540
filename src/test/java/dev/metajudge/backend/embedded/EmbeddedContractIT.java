package dev.metajudge.backend.embedded;

import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.SamplerContract;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.engine.RealModel;
import dev.metajudge.model.load.LoadedModel;
import java.util.List;

/** The contract on the model in this process. */
class EmbeddedContractIT extends SamplerContract {
    private final Sampler sampler = new EmbeddedSampler(new LoadedModel(
            new Checkpoint(RealModel.SPEC, List.of()), RealModel.files(), RealModel.decoder(Precision.FP32)));

    @Override
    protected Sampler sampler() {
        return sampler;
    }
}

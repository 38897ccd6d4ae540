package dev.metajudge.train;

/** Gathers what a step's passes measured. */
final class StepFigures {
    private final double beta;
    private final int batch;
    private double loss;
    private double chosen;
    private double rejected;
    private double logpsChosen;
    private double logpsRejected;
    private int right;
    private long tokens;

    StepFigures(double beta, int batch) {
        this.beta = beta;
        this.batch = batch;
    }

    void add(PackedPairs pack, LoraPolicy.Pass pass, double[] reference) {
        loss += pass.loss();
        tokens += pack.tokens();
        for (int i = 0; i < pack.pairs().size(); i++) {
            double better = beta * (pass.sums()[2 * i] - reference[2 * i]);
            double worse = beta * (pass.sums()[2 * i + 1] - reference[2 * i + 1]);
            chosen += better;
            rejected += worse;
            logpsChosen += pass.sums()[2 * i];
            logpsRejected += pass.sums()[2 * i + 1];
            right += better > worse ? 1 : 0;
        }
    }

    TrainingStep step(int number, int steps, double epoch, double norm, double rate, double seconds) {
        return new TrainingStep(
                number,
                steps,
                epoch,
                loss,
                chosen / batch,
                rejected / batch,
                (chosen - rejected) / batch,
                (double) right / batch,
                logpsChosen / batch,
                logpsRejected / batch,
                norm,
                rate,
                tokens,
                seconds);
    }
}

package dev.metajudge.preference;

/** Solves A x = b for a symmetric positive definite A; A is overwritten. */
final class Cholesky {
    private Cholesky() {}

    static double[] solve(double[][] a, double[] b) {
        int n = b.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j] - dot(a[i], a[j], j);
                if (i == j && !(sum > 0)) {
                    throw new IllegalStateException("not positive definite at row " + i);
                }
                a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
            }
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = (b[i] - dot(a[i], x, i)) / a[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = x[i];
            for (int j = i + 1; j < n; j++) {
                sum -= a[j][i] * x[j];
            }
            x[i] = sum / a[i][i];
        }
        return x;
    }

    private static double dot(double[] u, double[] v, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += u[k] * v[k];
        }
        return sum;
    }
}

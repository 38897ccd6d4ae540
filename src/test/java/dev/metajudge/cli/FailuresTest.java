package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private record Told(int exit, String text) {}

    private static Told report(Throwable fault, boolean verbose) {
        var text = new StringWriter();
        int exit = Failures.report(fault, verbose, new PrintWriter(text));
        return new Told(exit, text.toString());
    }

    @Test
    void whatAPersonCanMendKeepsItsOwnCode() {
        var told = report(new UserError(Exit.BACKEND, "no such place"), false);
        assertThat(told).isEqualTo(new Told(4, "metajudge: no such place\n"));
        assertThat(report(new IllegalStateException("x", new UserError(Exit.STOPPED, "again")), false))
                .isEqualTo(new Told(5, "metajudge: again\n"));
    }

    @Test
    void aFaultOfOursIsOneLineThatTellsOfVerbose() {
        var told = report(new IllegalStateException("broken\nsecond line"), false);
        assertThat(told.exit()).isEqualTo(1);
        assertThat(told.text())
                .isEqualTo("metajudge: IllegalStateException: broken; run again with --verbose for the stack trace\n");
        assertThat(report(new NullPointerException(), true).text())
                .startsWith("metajudge: NullPointerException\n")
                .contains("at dev.metajudge.cli.FailuresTest");
    }

    @Test
    void aFullDiskIsToldHoweverDeep() {
        var deep = new IllegalStateException(
                "commit failed", new IOException("General error", new IOException("No space left on device")));
        var told = report(deep, false);
        assertThat(told.exit()).isEqualTo(5);
        assertThat(told.text()).contains("the disk is full").contains("the same command goes on");
        assertThat(told.text().lines()).hasSize(1);

        var named = new UncheckedIOException(new FileSystemException("runs/x/a.tmp", null, "No space left on device"));
        assertThat(report(named, false).text()).contains("the disk is full (runs/x/a.tmp)");
    }

    @Test
    void aForbiddenFolderIsTold() {
        var told = report(new UncheckedIOException(new AccessDeniedException("/root/x")), false);
        assertThat(told).isEqualTo(new Told(3, "metajudge: no permission to use /root/x\n"));
        var readOnly = report(new IOException("/mnt/x: Read-only file system"), false);
        assertThat(readOnly).isEqualTo(new Told(3, "metajudge: no permission to use: /mnt/x: Read-only file system\n"));
    }

    @Test
    void noMemoryTellsWhereToGetMore() {
        var told = report(new OutOfMemoryError("Java heap space"), false);
        assertThat(told.exit()).isEqualTo(1);
        assertThat(told.text()).contains("out of memory (Java heap space)").contains("METAJUDGE_JAVA_OPTS");
    }
}

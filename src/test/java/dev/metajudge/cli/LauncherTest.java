package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in a copy of the project that has a pretended JDK and a pretended Maven. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final List<String> TOOLS = List.of(
            "sh",
            "find",
            "grep",
            "head",
            "ls",
            "tr",
            "dirname",
            "readlink",
            "mkdir",
            "rmdir",
            "rm",
            "mv",
            "ln",
            "sleep",
            "cat",
            "touch");

    /** Says what it was given; "exit N" as the first argument of the program ends it so. */
    private static final String JAVA = """
            #!/bin/sh
            printf '%s\\n' "$0" "$@"
            while [ $# -gt 0 ] && [ "$1" != dev.metajudge.cli.Main ]; do shift; done
            [ "${2:-}" = exit ] && exit "$3"
            exit 0
            """;

    /** Counts its calls, fails when it is called while another one works, and can be told to fail. */
    private static final String MAVEN = """
            #!/bin/sh
            home=HOME_FOLDER
            mkdir "$home/busy" || { echo "two builds at once" >&2; echo clash >>"$home/calls"; exit 1; }
            echo "$JAVA_HOME $*" >>"$home/calls"
            sleep "${MAVEN_SECONDS:-0}"
            mkdir -p "$home/target/classes"
            printf '%s' "$home/pom.xml:$home/lib one.jar" >"$home/target/classpath"
            rmdir "$home/busy"
            [ -z "${MAVEN_FAILS:-}" ] || { echo "[ERROR] Foo.java:[3,4] error: no such thing"; exit 1; }
            """;

    @TempDir
    Path scratch;

    private Path home;
    private Path jdk;
    private final Map<String, String> environment = new TreeMap<>();

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void aCopyOfTheProject() throws IOException {
        scratch = scratch.toRealPath();
        home = Files.createDirectories(scratch.resolve("a project"));
        Files.copy(Path.of("metajudge"), home.resolve("metajudge"));
        Files.createDirectories(home.resolve("src/main/java"));
        Files.writeString(home.resolve("src/main/java/Foo.java"), "class Foo {}");
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(home.resolve("lib one.jar"), "");
        jdk = jdk(scratch.resolve("jdks/jdk-25"), "25.0.1");
        var tools = Files.createDirectories(scratch.resolve("tools"));
        for (String tool : TOOLS) {
            stub(tool);
        }
        program(tools.resolve("mvn"), MAVEN.replace("HOME_FOLDER", "'" + home + "'"));
        environment.put("PATH", tools.toString());
        environment.put("HOME", scratch.toString());
        environment.put("METAJUDGE_JDKS", scratch.resolve("jdks").toString());
    }

    /** The real tool, and nothing but the tools that are named, is on the launcher's path. */
    private void stub(String tool) throws IOException {
        program(scratch.resolve("tools").resolve(tool), "#!/bin/sh\nexec '" + which(tool) + "' \"$@\"\n");
    }

    private static Path which(String tool) {
        return List.of("/usr/bin", "/bin").stream()
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path jdk(Path folder, String version) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        program(folder.resolve("bin/java"), JAVA);
        program(folder.resolve("bin/javac"), "#!/bin/sh\n");
        program(folder.resolve("bin/jar"), "#!/bin/sh\n[ \"$2\" = --file ] && : >\"$3\"\n");
        return folder;
    }

    private Process start(Path launcher, Path from, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(from.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Result finish(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, err);
    }

    private Result launch(String... arguments) throws IOException, InterruptedException {
        return finish(start(home.resolve("metajudge"), scratch, arguments));
    }

    private List<String> builds() throws IOException {
        var calls = home.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @Test
    void buildsOnFirstUseAndPassesEverythingOn() throws Exception {
        environment.put("METAJUDGE_JAVA_OPTS", "-Xmx9g -Dx=*");
        var first = launch("run", "a b.yaml", "", "--set=x=[1, 2]");

        assertThat(first.exit()).isZero();
        assertThat(first.err()).isEqualTo("metajudge: building metajudge (first use, about a minute) ...\n");
        assertThat(first.out().lines())
                .startsWith(jdk + "/bin/java")
                .contains("--enable-native-access=ALL-UNNAMED", "-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true")
                .contains("-Dh2.bindAddress=127.0.0.1", "-Dmetajudge.installation=" + home, "-Xmx9g", "-Dx=*")
                .contains(home + "/target/launcher/metajudge.jar:" + home + "/pom.xml:" + home + "/lib one.jar")
                .endsWith("dev.metajudge.cli.Main", "run", "a b.yaml", "", "--set=x=[1, 2]");
        assertThat(builds())
                .singleElement()
                .asString()
                .startsWith(jdk + " -B -Dstyle.color=never -f " + home + "/pom.xml");

        assertThat(launch("doctor").err()).isEmpty();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void theProgramsExitCodeIsTheLaunchers() throws Exception {
        assertThat(launch("exit", "5").exit()).isEqualTo(5);
        assertThat(launch("exit", "0").exit()).isZero();
    }

    @Test
    void worksThroughSymbolicLinksFromAnywhere() throws Exception {
        var links = Files.createDirectories(scratch.resolve("links"));
        Files.createSymbolicLink(links.resolve("one"), Path.of("../a project/metajudge"));
        Files.createSymbolicLink(links.resolve("two"), links.resolve("one"));
        var result = finish(start(links.resolve("two"), Path.of("/"), "doctor"));

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("-Dmetajudge.installation=" + home + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java/Foo.java", "src/main/java/New.java", "pom.xml"})
    void buildsAgainWhenASourceChanged(String source) throws Exception {
        launch();
        Files.writeString(home.resolve(source), "changed");
        Files.setLastModifiedTime(
                home.resolve(source), FileTime.from(Instant.now().plusSeconds(2)));

        assertThat(launch().err()).isEqualTo("metajudge: building (sources changed) ...\n");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void buildsAgainWhenALibraryOrTheBuildIsGone() throws Exception {
        launch();
        Files.delete(home.resolve("lib one.jar"));
        launch();
        assertThat(builds()).hasSize(2);

        Files.writeString(home.resolve("lib one.jar"), "");
        Files.delete(home.resolve("target/launcher/metajudge.jar"));
        launch();
        assertThat(builds()).hasSize(3);
    }

    @Test
    void aFailedBuildShowsItsOutputAndIsTriedAgain() throws Exception {
        environment.put("MAVEN_FAILS", "yes");
        var failed = launch();
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("[ERROR] Foo.java:[3,4]").contains("metajudge: the build failed");

        environment.remove("MAVEN_FAILS");
        assertThat(launch().exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void launchersAtOnceBuildOnce(boolean flock) throws Exception {
        if (flock) {
            stub("flock");
        }
        environment.put("MAVEN_SECONDS", "1");
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 4; i++) {
            processes.add(start(home.resolve("metajudge"), scratch, "exit", "7"));
        }
        for (Process process : processes) {
            assertThat(finish(process).exit()).isEqualTo(7);
        }
        assertThat(builds()).hasSize(1);
        try (var left = Files.list(home.resolve("target/launcher"))) {
            assertThat(left.map(file -> file.getFileName().toString()).filter(file -> !file.startsWith("lock.flock")))
                    .containsExactlyInAnyOrder("metajudge.jar", "built", "build.log");
        }
    }

    @Test
    void aLockWhoseHolderIsGoneIsRemoved() throws Exception {
        var gone = new ProcessBuilder("sh", "-c", "exit 0").start();
        gone.waitFor();
        Files.createDirectories(home.resolve("target/launcher"));
        Files.createSymbolicLink(home.resolve("target/launcher/lock"), Path.of(String.valueOf(gone.pid())));

        assertThat(launch("exit", "4").exit()).isEqualTo(4);
        assertThat(builds()).hasSize(1);
    }

    @Test
    void saysHowToGetAJdk() throws Exception {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        environment.put("JAVA_HOME", jdk.toString());
        var result = launch("doctor");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err())
                .contains("needs a JDK 25")
                .contains("openjdk-25-jdk")
                .contains("JAVA_HOME is " + jdk);
        assertThat(result.err().lines().count()).isLessThan(6);
        assertThat(builds()).isEmpty();
    }

    @Test
    void prefersJavaHomeThenTwentyFiveThenLaterOnes() throws Exception {
        var early = jdk(scratch.resolve("jdks/a-jdk-27"), "27-ea");
        var old = jdk(scratch.resolve("jdks/b-jdk-8"), "1.8.0_402");
        environment.put("JAVA_HOME", old.toString());
        assertThat(launch().out()).startsWith(jdk + "/bin/java");

        environment.put("JAVA_HOME", early.toString());
        assertThat(launch().out()).startsWith(early + "/bin/java");

        environment.remove("JAVA_HOME");
        Files.delete(jdk.resolve("bin/javac"));
        assertThat(launch().out()).startsWith(early + "/bin/java");
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Files.delete(scratch.resolve("tools/mvn"));
        var result = launch();
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("needs Maven 3.8 or later");
    }
}

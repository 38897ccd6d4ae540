package dev.metajudge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shape of the code: who may use whom and what. */
class ArchitectureTest {
    private static final int MOST_PARAMETERS = 5;
    private static JavaClasses ours = new ClassFileImporter().importPackages();

    @BeforeAll
    static void read() {
        ours = new ClassFileImporter().importPath(Path.of("target/classes"));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(ours);
    }

    @Test
    void thereIsCodeToCheck() {
        assertThat(ours.contain("dev.metajudge.cli.Main")).isTrue();
    }

    @Test
    void nothingCallsTheCommandLineAndOnlyItCallsTheLoop() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.metajudge.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.metajudge.cli.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.metajudge.cli..", "dev.metajudge.loop..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.metajudge.loop.."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"judge", "preference", "measure"})
    void purePackagesUseNothingOfOursButTheirOwn(String name) {
        check(noClasses()
                .that()
                .resideInAPackage("dev.metajudge." + name + "..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.metajudge..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage("dev.metajudge." + name + ".."))));
    }

    @Test
    void whatGoesOutRunsNothingAndOnlyTheCommandLineAsksForIt() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.metajudge.cli..", "dev.metajudge.export..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.metajudge.export.."));
        check(noClasses()
                .that()
                .resideInAPackage("dev.metajudge.export..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.metajudge.backend..",
                        "dev.metajudge.config..",
                        "dev.metajudge.measure..",
                        "dev.metajudge.model.engine..",
                        "dev.metajudge.train.."));
    }

    @ParameterizedTest
    @CsvSource({
        "ai.djl.., dev.metajudge.model..;dev.metajudge.train..;dev.metajudge.backend.embedded..",
        "org.jdbi.., dev.metajudge.store..",
        "org.h2.., dev.metajudge.store..",
        "java.sql.., dev.metajudge.store..;dev.metajudge.export..",
        "dev.langchain4j.., dev.metajudge.backend.server..;dev.metajudge.chat..",
        "picocli.., dev.metajudge.cli..",
        "org.yaml.., dev.metajudge.config..",
    })
    void aLibraryIsUsedInItsPlaceOnly(String library, String places) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(places.split(";"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching("dev.metajudge.(**)").should().beFreeOfCycles());
    }

    @Test
    void namesSayWhatAThingIs() {
        check(noClasses().should().haveNameMatching(".*(Utils?|Manager|Helper|Impl)(\\$.*)?|.*\\.Abstract[A-Z].*"));
    }

    @Test
    void constructorsHaveFewParametersOutsideRecords() {
        check(classes()
                .that()
                .areNotAssignableTo(Record.class)
                .and()
                .areNotEnums()
                .should(haveFewParameters()));
    }

    private static ArchCondition<JavaClass> haveFewParameters() {
        return new ArchCondition<>("have constructors with at most " + MOST_PARAMETERS + " parameters") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var inner = type.isNestedClass() && !type.getModifiers().contains(JavaModifier.STATIC) ? 1 : 0;
                type.getConstructors().stream()
                        .filter(constructor -> !type.isAnonymousClass())
                        .filter(constructor ->
                                constructor.getRawParameterTypes().size() - inner > MOST_PARAMETERS)
                        .forEach(constructor ->
                                events.add(SimpleConditionEvent.violated(type, constructor.getDescription())));
            }
        };
    }

    @Test
    void everyPackageSaysWhatItIsForAndRefusesNull() throws IOException {
        var main = Path.of("src/main/java");
        try (var files = Files.walk(main)) {
            List<Path> folders = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
            for (Path folder : folders) {
                assertThat(folder.resolve("package-info.java"))
                        .content()
                        .as("%s/package-info.java", folder)
                        .contains("@NullMarked")
                        .startsWith("/**");
            }
        }
    }
}

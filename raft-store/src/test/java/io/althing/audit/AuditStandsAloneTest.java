package io.althing.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditStandsAloneTest {
    private static final JavaClasses AUDIT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.althing.audit");

    @Test
    void the_library_needs_nothing_but_the_jdk() {
        classes().that().resideInAPackage("io.althing.audit..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("io.althing.audit..", "java..", "org.jspecify..").check(AUDIT);
    }
}

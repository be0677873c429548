package io.althing.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DirectionTest {
    private final JavaClasses classes = new ClassFileImporter()
            .importUrl(ApiServer.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void packages_form_no_circle() {
        slices().matching("io.althing.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void the_plumbing_knows_no_resource_and_nobody_knows_what_is_under_the_store() {
        noClasses().that().resideInAnyPackage("io.althing.http..", "io.althing.security..", "io.althing.artifacts..")
                .should().dependOnClassesThat().resideInAnyPackage("io.althing.resource..", "io.althing.events..")
                .check(classes);
        noClasses().should().dependOnClassesThat().resideInAnyPackage("io.althing.raft..", "io.althing.rocks..",
                "org.rocksdb..", "com.alipay..").check(classes);
    }
}

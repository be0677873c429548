package io.althing.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package of this module may know which. */
@AnalyzeClasses(packages = {"io.althing.cli", "io.althing.client", "io.althing.demo", "io.althing.local",
        "io.althing.node", "io.althing.relay"}, importOptions = ImportOption.DoNotIncludeTests.class)
class DeployDirectionTest {
    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CIRCLE = slices().matching("io.althing.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE = noClasses().that().resideOutsideOfPackage("io.althing.cli..")
            .should().dependOnClassesThat().resideInAPackage("io.althing.cli..");

    @ArchTest
    static final ArchRule PROCESSES_KNOW_NO_DEMO = noClasses().that()
            .resideInAnyPackage("io.althing.node..", "io.althing.relay..", "io.althing.local..").should()
            .dependOnClassesThat().resideInAPackage("io.althing.demo..");

    @ArchTest
    static final ArchRule A_CLIENT_KNOWS_NO_SERVER = noClasses().that().resideInAPackage("io.althing.client..").should()
            .dependOnClassesThat().resideInAnyPackage("io.althing.node..", "io.althing.raft..", "io.althing.http..");
}

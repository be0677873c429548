package io.althing.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** In which direction knowledge flows, and which packages are pure. The same arrows are drawn in ARCHITECTURE.md. */
@AnalyzeClasses(packages = "io.althing", importOptions = {ImportOption.DoNotIncludeTests.class, WithoutTestJars.class})
class DirectionTest {
    private static final String REGISTRY = "io.althing.registry..";

    @ArchTest
    static final ArchRule the_registry_knows_nothing_but_the_language = classes().that().resideInAPackage(REGISTRY)
            .should().onlyDependOnClassesThat(resideInAnyPackage(REGISTRY, "java.lang..", "java.util..", "java.math..",
                    "java.time..", "java.security..", "java.nio.charset..", "org.jspecify.annotations.."));

    @ArchTest
    static final ArchRule the_audit_log_is_a_library_of_its_own = noClasses().that()
            .resideInAPackage("io.althing.audit..").should()
            .dependOnClassesThat(resideInAnyPackage("io.althing..").and(not(resideInAnyPackage("io.althing.audit.."))));

    @ArchTest
    static final ArchRule canary_analysis_is_pure = classes().that().resideInAPackage("io.althing.canary..").should()
            .onlyDependOnClassesThat(resideInAnyPackage("io.althing.canary..", REGISTRY, "java..",
                    "org.apache.commons.math3..", "org.HdrHistogram..", "org.jspecify.annotations..",
                    "com.amazon.randomcutforest.."));

    @ArchTest
    static final ArchRule the_planner_is_pure = classes().that().resideInAPackage("io.althing.planner..").should()
            .onlyDependOnClassesThat(resideInAnyPackage("io.althing.planner..", REGISTRY, "java..",
                    "org.apache.commons.math3..", "org.jspecify.annotations.."));

    @ArchTest
    static final ArchRule pure_packages_read_no_clock_and_draw_no_randomness = noClasses().that()
            .resideInAnyPackage(REGISTRY, "io.althing.canary..", "io.althing.planner..", "io.althing.audit..",
                    "io.althing.codec..")
            .should().callMethod(java.time.Instant.class, "now").orShould().callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis").orShould().callMethod(java.util.UUID.class, "randomUUID")
            .orShould().callConstructor(java.util.Random.class).orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule jraft_has_one_home = noClasses().that().resideOutsideOfPackage("io.althing.raft..").should()
            .dependOnClassesThat().resideInAPackage("com.alipay.sofa..");

    @ArchTest
    static final ArchRule rocksdb_has_one_home = noClasses().that().resideOutsideOfPackage("io.althing.rocks..").and()
            .doNotHaveFullyQualifiedName("io.althing.raft.LogStorageOptions").should().dependOnClassesThat()
            .resideInAPackage("org.rocksdb..");

    @ArchTest
    static final ArchRule agent_and_controller_meet_only_as_data = noClasses().that()
            .resideInAnyPackage("io.althing.agent..", "io.althing.canary..", "io.althing.serving..",
                    "io.althing.telemetry..", "io.althing.policy..")
            .should().dependOnClassesThat().resideInAnyPackage("io.althing.planner..", "io.althing.controller..");

    @ArchTest
    static final ArchRule the_store_knows_no_one_above_it = noClasses().that()
            .resideInAnyPackage("io.althing.store..", "io.althing.codec..", "io.althing.rocks..", "io.althing.raft..")
            .should().dependOnClassesThat()
            .resideInAnyPackage("io.althing.agent..", "io.althing.controller..", "io.althing.planner..",
                    "io.althing.http..", "io.althing.resource..", "io.althing.node..", "io.althing.cli..");

    @ArchTest
    static final ArchRule packages_form_no_circles = slices().matching("io.althing.(*)..").should().beFreeOfCycles();
}

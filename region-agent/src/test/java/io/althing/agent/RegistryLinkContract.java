package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.policy.PolicyFile;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.RegionView;
import io.althing.registry.VersionId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What every link to the registry promises. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class RegistryLinkContract {
    final World world;
    private RegistryLink link;

    RegistryLinkContract(Path directory) {
        world = new World(directory);
        link = new FakeLink(world.store(), World.EU);
    }

    /** A link for eu-west to the world's registry. */
    abstract RegistryLink connect();

    /** Takes the quorum away, or gives it back. */
    abstract void cut(boolean now);

    /** From now on changes happen but their answers do not arrive. */
    abstract void loseAnswers();

    @BeforeEach
    void open() {
        link = connect();
    }

    @AfterEach
    void close() {
        link.close();
        world.close();
    }

    private static <T> T accepted(CompletableFuture<Answer<T>> future) throws Exception {
        Answer<T> answer = future.get(10, TimeUnit.SECONDS);
        assertThat(answer).as(answer.words()).isInstanceOf(Answer.Accepted.class);
        return answer.held().orElseThrow();
    }

    private Command ownPolicy(long basedOn) {
        var file = (PolicyFile.Result.ForRegion) PolicyFile
                .read(Path.of("src", "test", "resources", "policies", "eu-west.yaml"));
        return world.signer(World.EU).signed("world",
                new Command.ProposeRegionPolicy(file.policy(), file.file(), basedOn, Signer.UNSIGNED));
    }

    @Test
    void a_view_shows_what_was_accepted_before_it_was_asked_for() throws Exception {
        assertThat(accepted(link.view(RegistryLink.Freshness.LINEARIZABLE)).files()).isEmpty();
        long index = accepted(link.tell("policy/1", ownPolicy(0)));

        RegionView view = accepted(link.view(RegistryLink.Freshness.LINEARIZABLE));
        assertThat(view.region()).isEqualTo(World.EU);
        assertThat(view.clusterId()).isEqualTo("world");
        assertThat(view.index()).isGreaterThanOrEqualTo(index);
        assertThat(view.files()).singleElement()
                .satisfies(
                        f -> assertThat(f.policy()).isEqualTo(((Command.ProposeRegionPolicy) ownPolicy(0)).policy()));
    }

    @Test
    void the_same_request_id_is_answered_with_the_first_result() throws Exception {
        long first = accepted(link.tell("policy/1", ownPolicy(0)));

        assertThat(accepted(link.tell("policy/1", ownPolicy(0)))).isEqualTo(first);
        assertThat(link.tell("policy/2", ownPolicy(0)).get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(Answer.Rejected.class, r -> assertThat(r.rule()).isEqualTo("unchanged"));
    }

    @Test
    void what_is_wrong_for_good_is_rejected_with_its_rule() throws Exception {
        var forged = new Command.ProposeRegionPolicy(((Command.ProposeRegionPolicy) ownPolicy(0)).policy(),
                ((Command.ProposeRegionPolicy) ownPolicy(0)).file(), 0, world.signer(World.US).sign("something else"));
        var unknown = new Command.ReportRecovery(new io.althing.registry.RolloutId("01JAAAAAAAAAAAAAAAAAAAAAZZ"),
                World.EU, true, "well");

        assertThat(link.tell("forged", forged).get(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(Answer.Rejected.class,
                r -> assertThat(r.rule()).isEqualTo("bad-signature"));
        assertThat(link.tell("unknown", unknown).get(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(
                Answer.Rejected.class,
                r -> assertThat(r.rule()).isEqualTo("not-found"));
        assertThat(link.tell("future", ownPolicy(7)).get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(Answer.Rejected.class, r -> assertThat(r.rule()).isEqualTo("invalid-field"));
    }

    @Test
    void without_quorum_nothing_is_told_and_the_last_view_is_still_there() throws Exception {
        accepted(link.view(RegistryLink.Freshness.LINEARIZABLE));
        cut(true);

        assertThat(link.view(RegistryLink.Freshness.LINEARIZABLE).get(10, TimeUnit.SECONDS))
                .isInstanceOf(Answer.NotNow.class);
        assertThat(link.tell("policy/1", ownPolicy(0)).get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.NotNow.class);
        assertThat(accepted(link.view(RegistryLink.Freshness.LOCAL)).region()).isEqualTo(World.EU);

        cut(false);
        accepted(link.tell("policy/1", ownPolicy(0)));
    }

    @Test
    void an_answer_that_is_lost_is_an_unknown_outcome() throws Exception {
        loseAnswers();
        assertThat(link.tell("policy/1", ownPolicy(0)).get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void blobs_and_versions_are_read_whole_or_not_found() throws Exception {
        accepted(link.tell("policy/1", ownPolicy(0)));
        Blob file = ((Command.ProposeRegionPolicy) ownPolicy(0)).file();

        assertThat(accepted(link.blob(file.digest()))).isEqualTo(file);
        assertThat(accepted(link.version(World.DIGITS, World.V2)).artifacts()).hasSize(1);
        assertThat(link.version(World.DIGITS, new VersionId("v9")).get(10, TimeUnit.SECONDS))
                .isInstanceOf(Answer.Rejected.class);
        assertThat(link.blob(Blob.of("no".getBytes(StandardCharsets.UTF_8)).digest()).get(10, TimeUnit.SECONDS))
                .isInstanceOf(Answer.Rejected.class);
    }

    @Test
    void a_report_of_what_is_in_force_reaches_the_registry() throws Exception {
        world.serving();
        RegionView view = accepted(link.view(RegistryLink.Freshness.LINEARIZABLE));
        var target = view.targets().get(0);
        var report = new Command.ReportEffective(World.DIGITS, World.EU,
                new io.althing.registry.ServingTarget.Effective(
                        target.index(), target.stable(), Optional.empty(), 0, Instant.parse("2026-03-01T12:00:00Z")));

        assertThat(link.tell("effective/again", report).get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(Answer.Rejected.class, r -> assertThat(r.rule()).isEqualTo("reported"));
    }

    @Test
    void something_happening_wakes_the_listener() throws Exception {
        var woken = new CountDownLatch(2);
        link.onEvent(woken::countDown);
        accepted(link.tell("policy/1", ownPolicy(0)));

        world.passes(200);
        assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
    }
}

package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.http.Settings;
import io.althing.registry.Command;
import io.althing.registry.Town;
import io.althing.store.StoreFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NodeTest {
    private static FaultyStore faulty;
    private static TestRegion region;

    @BeforeAll
    static void start(@TempDir Path data) {
        var built = new AtomicReference<FaultyStore>();
        region = TestRegion.start(data, store -> {
            var seen = new FaultyStore(store);
            built.set(seen);
            return seen;
        }, Settings.on("127.0.0.1", 0));
        faulty = Objects.requireNonNull(built.get());
        region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
    }

    @AfterAll
    static void stop() {
        region.close();
    }

    @BeforeEach
    void heal() {
        faulty.heal();
    }

    private static Reply write() {
        return region.as(Town.OPERATOR).with("Idempotency-Key", "key-1").put("/v1/models/digits/tags/n",
                "{\"value\": \"1\"}");
    }

    @Test
    void without_a_quorum_nothing_changed_and_the_caller_is_told_to_try_again() {
        faulty.fail(StoreFailure.Reason.NO_QUORUM);
        Reply refused = write();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("no-quorum");
        assertThat(refused.header("Retry-After")).contains("1");
        assertThat(region.anyone().get("/v1/models").problem()).isEqualTo("no-quorum");
        assertThat(region.anyone().get("/v1/models?consistency=local").status()).isEqualTo(200);
    }

    @Test
    void an_unknown_outcome_comes_with_the_key_to_ask_again() {
        faulty.fail(StoreFailure.Reason.OUTCOME_UNKNOWN);
        Reply unknown = write();
        assertThat(unknown.status()).isEqualTo(504);
        assertThat(unknown.problem()).isEqualTo("outcome-unknown");
        assertThat(unknown.json().getString("idempotencyKey")).isEqualTo("key-1");
        faulty.heal();
        assertThat(write().status()).isEqualTo(200);
    }

    @Test
    void other_failures_have_their_status() {
        faulty.fail(StoreFailure.Reason.OVERLOADED);
        assertThat(write().status()).isEqualTo(429);
        faulty.fail(StoreFailure.Reason.NOT_LEADER);
        assertThat(write().status()).isEqualTo(503);
        faulty.fail(StoreFailure.Reason.STOPPED);
        assertThat(write().problem()).isEqualTo("stopped");
    }

    @Test
    void a_bug_is_answered_without_its_stack() {
        faulty.breakDown();
        Reply broken = write();
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.problem()).isEqualTo("internal-error");
        assertThat(region.anyone().get("/v1/models").status()).isEqualTo(500);
    }

    @Test
    void a_node_is_ready_unless_something_speaks_against_it() {
        assertThat(region.anyone().get("/readyz").status()).isEqualTo(200);
        faulty.silence(Duration.ofSeconds(60));
        Reply silent = region.anyone().get("/readyz");
        assertThat(silent.status()).isEqualTo(503);
        assertThat(silent.json().getString("detail")).contains("60000 ms");
        assertThat(region.anyone().get("/healthz").status()).isEqualTo(200);
    }

    @Test
    void a_node_is_not_ready_before_the_cluster_is_formed() {
        faulty.unform();
        Reply early = region.anyone().get("/readyz");
        assertThat(early.status()).isEqualTo(503);
        assertThat(early.json().getString("detail")).contains("not been formed yet");
        faulty.heal();
        assertThat(region.anyone().get("/readyz").status()).isEqualTo(200);
    }

    @Test
    void a_refused_change_of_members_says_why() {
        region.membership().refuse(new Membership.Refused("not-caught-up", "node-x is behind; wait"));
        Reply refused = region.as(Town.ADMIN).post("/v1/cluster/transfer", "{\"node\": \"node-x\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("rule")).isEqualTo("not-caught-up");
        region.membership().allow();
        assertThat(region.as(Town.ADMIN).post("/v1/cluster/voters", "{\"node\": \"nobody\"}").status()).isEqualTo(404);
    }

    @Test
    void prometheus_finds_the_figures() {
        write();
        String text = region.anyone().get("/metrics").body();
        for (String name : new String[]{"althing_raft_term 1.0", "althing_raft_is_leader 1.0",
                "althing_raft_applied_index ",
                "althing_applied_lag 0.0", "althing_commit_seconds_bucket{outcome=\"answered\"",
                "althing_open_ballots 0.0",
                "althing_audit_size ", "vertx_http_server_response_time_seconds"}) {
            assertThat(text).contains(name);
        }
        assertThat(region.anyone().get("/metrics").body()).contains("route=\"/v1/models/:model/tags/:key\"");
    }

    @Test
    void the_document_and_its_page_are_served() {
        assertThat(region.anyone().get("/openapi.yaml").body()).startsWith("openapi: 3.1.0");
        assertThat(region.anyone().get("/docs").header("Content-Type")).contains("text/html; charset=utf-8");
    }
}

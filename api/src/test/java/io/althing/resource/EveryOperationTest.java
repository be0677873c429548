package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.codec.RecordJson;
import io.althing.registry.BallotId;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.Forward;
import io.althing.registry.JournalRef;
import io.althing.registry.Papers;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicy;
import io.althing.registry.RolloutId;
import io.althing.registry.ServingTarget;
import io.althing.registry.Table;
import io.althing.registry.Town;
import io.althing.registry.VersionId;
import io.althing.registry.Vote;
import io.althing.store.Consistency;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model's whole life over HTTP. Every answer is held against the OpenAPI document on the way. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EveryOperationTest {
    private static final String MODEL = "/v1/models/digits";
    private final RecordJson records = new RecordJson();
    private TestRegion region;

    @BeforeEach
    void start(@TempDir Path data) {
        region = TestRegion.start(data);
    }

    @AfterEach
    void stop() {
        region.close();
    }

    @Test
    void every_operation_of_the_document_answers_and_every_answer_conforms() {
        registerAndServe();
        String rollout = startCanary();
        rollBackByVote(rollout);
        pressTheRedButton();
        lookAround();
        changeMembership();
        List<String> all = region.conformance().contract().operations().stream().map(Operation::getOperationId).sorted()
                .toList();
        assertThat(region.conformance().answered()).containsAll(all);
    }

    private void registerAndServe() {
        ok(olga().post("/v1/models", "{\"model\": \"digits\"}"), 201);
        for (VersionId version : List.of(Town.V1, Town.V2, Town.V3)) {
            ok(olga().post(MODEL + "/versions", body(Town.version(version), "model")), 201);
            for (Region place : List.of(Town.AP, Town.EU)) {
                ok(region.as(Town.node(place)).post(MODEL + "/versions/" + version + "/confirm",
                        "{\"region\": \"" + place + "\"}"), 200);
            }
        }
        assertThat(region.anyone().get(MODEL + "/versions/v1").json().getBoolean("ready")).isTrue();
        ok(olga().put(MODEL + "/tags/team", "{\"value\": \"vision\"}"), 200);
        ok(olga().with("If-Match", "\"0\"").put(MODEL + "/aliases/champion", "{\"version\": \"v1\"}"), 200);
        agreeOnPolicies();
        String first = request("v1");
        Town.REGIONS.forEach(place -> advance(first, place));
        Town.REGIONS.forEach(this::confirm);
        assertThat(region.anyone().get("/v1/rollouts/" + first).json().getJsonObject("rollout").getString("state"))
                .isEqualTo("succeeded");
    }

    private void agreeOnPolicies() {
        ok(region.as(Town.ADMIN).put("/v1/policies/global", body(Papers.global())), 200);
        for (Region place : Town.REGIONS) {
            ok(region.as(Town.agent(place)).put("/v1/policies/" + place, body(Papers.policy(policy(place)))), 200);
        }
        region.propose(Town.CONTROLLER, new Command.AssembleCandidate(1, 600_000));
        for (Region place : Town.REGIONS) {
            ok(region.as(Town.agent(place)).post("/v1/epochs/1/votes", body(Papers.accept(place, 1, 1), "epoch")), 200);
        }
        assertThat(region.anyone().get("/v1/epochs/1").json().getString("state")).isEqualTo("in-force");
    }

    /** The usual policy, with a pause until a person promotes after the first step. */
    private static RegionPolicy policy(Region place) {
        RegionPolicy usual = Papers.regionPolicy(place);
        List<RegionPolicy.Step> steps = List.of(new RegionPolicy.Step.SetWeight(1_000),
                new RegionPolicy.Step.Pause(Optional.empty()), new RegionPolicy.Step.SetWeight(10_000));
        return new RegionPolicy(place, usual.owner(), usual.strategy(), steps, usual.analysis(), usual.gates(),
                usual.rollback(), usual.partition(), usual.accepts());
    }

    private String request(String version) {
        Reply asked = ok(olga().post("/v1/rollouts", "{\"model\": \"digits\", \"version\": \"" + version + "\"}"), 201);
        String id = asked.json().getString("id");
        if (asked.json().getString("state").equals("awaiting-approval")) {
            ok(region.as(Town.APPROVER).with("If-Match", asked.etag()).post("/v1/rollouts/" + id + "/approve", ""),
                    200);
        }
        return id;
    }

    private String startCanary() {
        String id = request("v2");
        advance(id, Town.AP);
        Reply paused = ok(olga().post("/v1/rollouts/" + id + "/pause", "{\"reason\": \"lunch\"}"), 200);
        Reply resumed = ok(olga().with("If-Match", paused.etag()).post("/v1/rollouts/" + id + "/resume", "{}"), 200);
        ok(olga().with("If-Match", resumed.etag()).post("/v1/rollouts/" + id + "/promote", "{}"), 200);
        ok(region.as(Town.agent(Town.AP)).post("/v1/rollouts/" + id + "/regions/ap-south/passed",
                body(new Command.ReportStepPassed(new RolloutId(id), Town.AP, 0, Papers.evidence(1, 0), false,
                        Town.signed(Town.AP)), "rollout", "region")),
                200);
        return id;
    }

    private void rollBackByVote(String rollout) {
        var ballot = new BallotId("01JBBBBBBBBBBBBBBBBBBBBBBB");
        var conviction = new Command.OpenBallot(ballot, new RolloutId(rollout), Town.AP, Papers.evidence(9, 4.7),
                "accuracy fell", Blob.of("[]".getBytes(StandardCharsets.UTF_8)), new JournalRef("journal", 1),
                Town.signed(Town.AP));
        Reply opened = ok(region.as(Town.agent(Town.AP)).post("/v1/ballots", body(conviction)), 201);
        assertThat(opened.json().getJsonObject("ballot").getString("result")).isEqualTo("open");
        Reply settled = ok(region.as(Town.agent(Town.US)).post("/v1/ballots/" + ballot + "/votes",
                body(Papers.vote(ballot, Town.US, Vote.Choice.ROLLBACK, Papers.evidence(0, 0)), "ballot")), 200);
        assertThat(settled.json().getJsonObject("ballot").getString("result")).isEqualTo("rollback");
        Town.REGIONS.forEach(this::confirm);
        ok(region.as(Town.agent(Town.AP)).post("/v1/rollouts/" + rollout + "/regions/ap-south/recovery",
                "{\"recovered\": true, \"basis\": \"accuracy is back\"}"), 200);
        assertThat(region.anyone().get("/v1/rollouts/" + rollout).json().getJsonObject("rollout").getString("state"))
                .isEqualTo("recovered");
    }

    private void pressTheRedButton() {
        String id = request("v3");
        advance(id, Town.US);
        ok(olga().post("/v1/rollouts/" + id + "/abort", "{}"), 200);
        String again = request("v3");
        advance(again, Town.US);
        Reply back = ok(olga().post(MODEL + "/rollback", "{\"reason\": \"it smells\"}"), 200);
        assertThat(back.json().getJsonArray("regions")).contains("us-east");
        assertThat(back.json().getLong("auditIndex")).isPositive();
    }

    private void lookAround() {
        ok(region.anyone().get("/v1/audit/archive"), 200);
        ok(region.as(Town.ADMIN).post("/v1/audit/archive", "{\"keep\": 100}"), 200);
        List.of("/v1/models", MODEL, MODEL + "/tags", MODEL + "/tags/team", MODEL + "/versions", MODEL + "/versions/v2",
                MODEL + "/aliases", MODEL + "/aliases/champion", MODEL + "/serving", MODEL + "/history", "/v1/regions",
                "/v1/regions/eu-west", "/v1/regions/ap-south/view", "/v1/policies", "/v1/policies/global",
                "/v1/policies/us-east", "/v1/epochs", "/v1/rollouts?model=digits&active=false", "/v1/ballots",
                "/v1/ballots/01JBBBBBBBBBBBBBBBBBBBBBBB", "/v1/audit/entries?from=3&limit=5", "/v1/cluster", "/healthz",
                "/readyz").forEach(path -> ok(region.anyone().get(path), 200));
        String revision = region.anyone().get(MODEL + "/aliases/champion").etag();
        ok(olga().with("If-Match", revision).delete(MODEL + "/aliases/champion"), 204);
        ok(olga().delete(MODEL + "/tags/team"), 204);
        JsonArray items = region.anyone().get("/v1/audit/entries?from=3&limit=5").json().getJsonArray("items");
        assertThat(items).hasSize(5);
        assertThat(items.getJsonObject(0).getLong("auditIndex")).isEqualTo(3);
    }

    private void changeMembership() {
        Ask admin = region.as(Town.ADMIN);
        ok(admin.post("/v1/cluster/learners",
                "{\"node\": \"node-eu-2\", \"region\": \"eu-west\", \"peer\": \"127.0.0.1:9\"}"), 200);
        ok(admin.post("/v1/cluster/voters", "{\"node\": \"node-eu-2\"}"), 200);
        ok(admin.post("/v1/cluster/transfer", "{\"node\": \"node-eu-2\"}"), 200);
        ok(admin.post("/v1/cluster/snapshot", ""), 200);
        ok(admin.delete("/v1/cluster/members/node-eu-2"), 200);
        assertThat(region.membership().done()).containsExactly("learner node-eu-2 127.0.0.1:9", "voter node-eu-2",
                "transfer node-eu-2", "snapshot", "remove node-eu-2");
        JsonArray last = region.anyone().get("/v1/audit/entries?from=" + (region.store().audit().size() - 1)).json()
                .getJsonArray("items");
        assertThat(last.getJsonObject(0).getJsonObject("entry").getString("action")).isEqualTo("record-membership");
    }

    private Ask olga() {
        return region.as(Town.OPERATOR);
    }

    private void advance(String rollout, Region place) {
        var id = new RolloutId(rollout);
        int step = region.store().read(new Consistency.Local(), state -> Forward.nextStep(state, id, place)).join()
                .value()
                .orElseThrow();
        region.propose(Town.CONTROLLER, new Command.AdvanceRegion(id, place, step));
    }

    private void confirm(Region place) {
        ServingTarget target = region.store().read(new Consistency.Local(),
                state -> state.get(Table.TARGETS, Table.key(Town.DIGITS, place))).join().value().orElseThrow();
        if (target.confirmed()) {
            return;
        }
        var effective = new ServingTarget.Effective(target.index(), target.stable(), Optional.empty(), 0,
                Instant.parse("2026-01-01T00:00:00Z"));
        Reply said = ok(region.as(Town.agent(place)).post("/v1/regions/" + place + "/effective",
                body(new Command.ReportEffective(Town.DIGITS, place, effective), "region")), 200);
        assertThat(said.json().getBoolean("confirmed")).isTrue();
    }

    /** A command as a body: its components without those in the path. */
    private <T extends Record> String body(T command, String... inPath) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) command.getClass();
        var json = new JsonObject(new String(records.write(type, command), StandardCharsets.UTF_8));
        List.of(inPath).forEach(json::remove);
        return json.encode();
    }

    private static Reply ok(Reply reply, int status) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        return reply;
    }
}

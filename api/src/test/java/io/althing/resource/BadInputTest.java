package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.Command;
import io.althing.registry.Town;
import io.althing.http.Settings;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BadInputTest {
    private static final String TAG = "/v1/models/digits/tags/team";
    private static final String VERSION = """
            {"version": "v9", "artifacts": [{"name": "m", "format": "onnx", "digest": "%s", "size": 3}],
             "ioSchema": {"inputs": [{"name": "in", "datatype": "FP32", "shape": [-1, 64]}],
                          "outputs": [{"name": "out", "datatype": "FP32", "shape": [-1, 10]}]}}""";
    private static TestRegion region;

    @BeforeAll
    static void start(@TempDir Path data) {
        var small = new Settings("127.0.0.1", 0, 1, 4096, Duration.ofSeconds(10), Duration.ofSeconds(5), 10,
                Duration.ofSeconds(15));
        region = TestRegion.start(data, store -> store, small);
        region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
        region.propose(Town.OPERATOR, Town.version(Town.V1));
    }

    @AfterAll
    static void stop() {
        region.close();
    }

    private static Ask olga() {
        return region.as(Town.OPERATOR);
    }

    private static void refused(Reply reply, int status, String kind) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(kind);
        assertThat(reply.header("Althing-Region")).contains("eu-west");
    }

    private static void names(Reply reply, String field) {
        assertThat(reply.json().getString("field")).as(reply.body()).isEqualTo(field);
        assertThat(reply.json().getString("detail")).contains(field);
    }

    @Test
    void malformed_json_is_named_by_line_and_column() {
        for (Reply reply : new Reply[]{olga().put(TAG, "{\"value\":\n  oops}"),
                olga().post("/v1/models", "{\"model\":\n  oops}")}) {
            refused(reply, 400, "malformed-json");
            assertThat(reply.json().getString("line")).isEqualTo("2");
            assertThat(reply.json().getString("column")).isNotEmpty();
        }
        refused(olga().post("/v1/models", "[1, 2]"), 400, "malformed-json");
        refused(olga().post("/v1/models", "{\"model\": null}"), 400, "malformed-json");
        refused(olga().post("/v1/models", "{\"model\": \"a\", \"model\": \"b\"}"), 400, "malformed-json");
    }

    @Test
    void an_unknown_field_is_named() {
        Reply tag = olga().put(TAG, "{\"value\": \"x\", \"colour\": \"red\"}");
        refused(tag, 400, "unknown-field");
        names(tag, "colour");
        Reply model = olga().post("/v1/models", "{\"model\": \"m\", \"colour\": \"red\"}");
        refused(model, 400, "unknown-field");
        names(model, "colour");
        Reply nested = olga().post("/v1/models/digits/versions",
                VERSION.formatted("a".repeat(64)).replace("\"size\": 3", "\"size\": 3, \"colour\": 1"));
        refused(nested, 400, "unknown-field");
        names(nested, "artifacts[0].colour");
    }

    @Test
    void a_missing_field_and_a_wrong_type_are_named() {
        Reply missing = olga().put(TAG, "{}");
        refused(missing, 422, "invalid-field");
        names(missing, "value");
        Reply typed = olga().put(TAG, "{\"value\": 7}");
        refused(typed, 422, "invalid-field");
        names(typed, "value");
        Reply model = olga().post("/v1/models", "{}");
        refused(model, 422, "invalid-field");
        names(model, "model");
        Reply size = olga().post("/v1/models/digits/versions",
                VERSION.formatted("a".repeat(64)).replace("\"size\": 3", "\"size\": \"big\""));
        refused(size, 422, "invalid-field");
        names(size, "artifacts[0].size");
    }

    @Test
    void a_digest_that_is_none_is_refused() {
        Reply registered = olga().post("/v1/models/digits/versions", VERSION.formatted("cafe"));
        refused(registered, 422, "invalid-field");
        assertThat(registered.json().getString("field")).contains("digest");
        refused(region.anyone().get("/v1/artifacts/cafe"), 422, "invalid-field");
        refused(region.anyone().get("/v1/blobs/cafe"), 422, "invalid-field");
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        String large = "{\"value\": \"" + "x".repeat(10_000) + "\"}";
        refused(olga().put(TAG, large), 413, "too-large");
        refused(olga().post("/v1/models", large), 413, "too-large");
    }

    @Test
    void a_body_of_another_kind_is_refused() {
        var text = HttpRequest.BodyPublishers.ofString("value=x");
        refused(olga().with("Content-Type", "text/plain").send("PUT", TAG, text), 415, "unsupported-media-type");
        refused(olga().with("Content-Type", "application/x-www-form-urlencoded").send("POST", "/v1/models",
                HttpRequest.BodyPublishers.ofString("{\"model\": \"m\"}")), 415, "unsupported-media-type");
    }

    @Test
    void a_name_that_is_none_is_refused() {
        refused(olga().put("/v1/models/digits/tags/a%20b", "{\"value\": \"x\"}"), 422, "invalid-field");
        refused(olga().post("/v1/models", "{\"model\": \"../etc\"}"), 422, "invalid-field");
        refused(region.anyone().get("/v1/rollouts/17"), 422, "invalid-field");
        refused(region.anyone().get("/v1/epochs/minus-one"), 422, "invalid-field");
    }

    @Test
    void a_version_registered_twice_is_refused() {
        Reply again = olga().post("/v1/models/digits/versions",
                VERSION.formatted("a".repeat(64)).replace("v9", "v1"));
        refused(again, 409, "already-exists");
        assertThat(again.json().getString("detail")).contains("v1");
    }

    @Test
    void a_change_that_needs_a_revision_says_so() {
        refused(olga().put("/v1/models/digits/aliases/champion", "{\"version\": \"v1\"}"), 428, "revision-required");
        refused(olga().with("If-Match", "\"77\"").put("/v1/models/digits/aliases/champion", "{\"version\": \"v1\"}"),
                412,
                "stale-revision");
        Reply unquoted = olga().with("If-Match", "77").put("/v1/models/digits/aliases/champion",
                "{\"version\": \"v1\"}");
        refused(unquoted, 422, "invalid-field");
        names(unquoted, "If-Match");
    }

    @Test
    void nobody_changes_anything_without_a_token() {
        Reply tag = region.anyone().put(TAG, "{\"value\": \"x\"}");
        refused(tag, 401, "authentication-required");
        assertThat(tag.header("WWW-Authenticate")).contains("Bearer");
        refused(region.anyone().post("/v1/models", "{\"model\": \"m\"}"), 401, "authentication-required");
        refused(region.anyone().post("/v1/cluster/snapshot", ""), 401, "authentication-required");
        refused(region.anyone().send("PUT", "/v1/artifacts/" + "a".repeat(64),
                HttpRequest.BodyPublishers.ofString("x")),
                401, "authentication-required");
        refused(region.anyone().with("Authorization", "Bearer stolen").get("/v1/models"), 401, "bad-token");
    }

    @Test
    void a_wrong_role_is_refused() {
        refused(region.as(Town.APPROVER).put(TAG, "{\"value\": \"x\"}"), 403, "not-permitted");
        refused(olga().post("/v1/cluster/snapshot", ""), 403, "not-permitted");
        refused(region.as(Town.agent(Town.AP)).post("/v1/models/digits/versions/v1/confirm",
                "{\"region\": \"eu-west\"}"),
                403, "not-permitted");
        refused(region.as(Town.APPROVER).send("PUT", "/v1/artifacts/" + "a".repeat(64),
                HttpRequest.BodyPublishers.ofString("x")), 403, "not-permitted");
    }

    @Test
    void unknown_paths_and_methods_are_problems_too() {
        refused(region.anyone().get("/v2/models"), 404, "no-such-path");
        refused(region.anyone().get("/"), 404, "no-such-path");
        refused(olga().delete("/v1/models"), 405, "method-not-allowed");
        refused(olga().post("/v1/models/digits/tags/team", "{}"), 405, "method-not-allowed");
        refused(region.anyone().get("/v1/models/nobody"), 404, "not-found");
        refused(olga().put("/v1/models/nobody/tags/team", "{\"value\": \"x\"}"), 404, "not-found");
    }

    @Test
    void bad_conditions_are_named() {
        names(region.anyone().get("/v1/models?consistency=maybe"), "consistency");
        names(region.anyone().get("/v1/models?pageSize=0"), "pageSize");
        names(region.anyone().get("/v1/models?pageSize=many"), "pageSize");
        names(region.anyone().get("/v1/models?pageToken=!"), "pageToken");
        names(region.anyone().with("Althing-Deadline-Ms", "soon").get("/v1/models"), "Althing-Deadline-Ms");
        names(region.anyone().with("Last-Event-ID", "x").get("/v1/events"), "Last-Event-ID");
        names(olga().with("Idempotency-Key", "a".repeat(200)).put(TAG, "{\"value\": \"x\"}"), "Idempotency-Key");
    }
}

package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.Town;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditQueryTest {
    private static final String ENTRIES = "/v1/audit/entries";
    private static TestRegion region;

    @BeforeAll
    static void a_log_of_two_models_by_two_people(@TempDir Path data) {
        region = TestRegion.start(data);
        var fraud = new ModelName("fraud");
        region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
        region.propose(Town.ADMIN, new Command.CreateModel(fraud, "", "adam"));
        for (int i = 0; i < 12; i++) {
            region.propose(Town.OPERATOR, new Command.SetTag(i % 2 == 0 ? Town.DIGITS : fraud, "k" + i, "v"));
        }
    }

    @AfterAll
    static void stop() {
        region.close();
    }

    private static List<Long> found(String query) {
        return indices(region.anyone().get(ENTRIES + query));
    }

    private static List<Long> indices(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        List<Long> indices = new ArrayList<>();
        reply.json().getJsonArray("items")
                .forEach(item -> indices.add(((JsonObject) item).getLong("auditIndex")));
        return indices;
    }

    @Test
    void entries_are_found_by_what_they_speak_of() {
        assertThat(found("?model=digits&action=set-tag")).containsExactly(3L, 5L, 7L, 9L, 11L, 13L);
        assertThat(found("?actor=" + Town.ADMIN.id())).containsExactly(2L);
        assertThat(found("?requestId=direct-4")).containsExactly(4L);
        assertThat(found("?model=digits&actor=" + Town.ADMIN.id())).isEmpty();
        assertThat(found("?since=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z")).isEmpty();
        assertThat(found("?since=2020-01-01T00:00:00Z")).hasSize(15);
    }

    @Test
    void pages_follow_one_another_from_either_end() {
        Reply first = region.anyone().get(ENTRIES + "?model=fraud&order=newest&limit=3");
        assertThat(indices(first)).containsExactly(14L, 12L, 10L);
        String next = first.json().getString("nextPageToken");
        assertThat(found("?model=fraud&order=newest&limit=3&pageToken=" + next)).containsExactly(8L, 6L, 4L);
        assertThat(found("?from=12")).containsExactly(12L, 13L, 14L);
        assertThat(found("?from=1&order=newest")).containsExactly(1L, 0L);
    }

    @Test
    void a_value_that_looks_like_a_number_is_still_a_name() {
        for (String parameter : List.of("version", "model", "actor")) {
            for (String name : List.of("1", "1.5", "-1", "true", "null")) {
                String query = "?" + parameter + "=" + name;
                assertThat(region.anyone().get(ENTRIES + query).status()).as(query).isEqualTo(200);
            }
        }
    }

    @Test
    void a_wrong_condition_is_named() {
        for (String query : List.of("since=yesterday", "order=random", "limit=9999", "pageToken=x", "from=x")) {
            Reply reply = region.anyone().get(ENTRIES + "?" + query);
            assertThat(reply.status()).as(query).isEqualTo(422);
            assertThat(reply.body()).as(query).contains(query.substring(0, query.indexOf('=')));
        }
    }
}

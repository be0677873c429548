package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.Command;
import io.althing.registry.Town;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TagTest {
    private static TestRegion region;

    @BeforeAll
    static void start(@TempDir Path data) {
        region = TestRegion.start(data);
        region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
    }

    @AfterAll
    static void stop() {
        region.close();
    }

    private static Ask olga() {
        return region.as(Town.OPERATOR);
    }

    @Test
    void a_tag_is_set_read_and_removed() {
        Reply set = olga().put("/v1/models/digits/tags/team", "{\"value\": \"vision\"}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().getString("value")).isEqualTo("vision");
        assertThat(set.header("Althing-Audit-Index")).isPresent();
        assertThat(set.header("Althing-Region")).contains("eu-west");
        Reply read = region.anyone().get("/v1/models/digits/tags/team");
        assertThat(read.json()).isEqualTo(set.json());
        assertThat(read.etag()).isEqualTo(set.etag());
        assertThat(olga().delete("/v1/models/digits/tags/team").status()).isEqualTo(204);
        assertThat(region.anyone().get("/v1/models/digits/tags/team").problem()).isEqualTo("not-found");
    }

    @Test
    void a_repeated_request_gets_the_first_answer() {
        Ask once = olga().with("Idempotency-Key", "once");
        Reply first = once.put("/v1/models/digits/tags/n", "{\"value\": \"1\"}");
        olga().put("/v1/models/digits/tags/n", "{\"value\": \"2\"}");
        Reply again = once.put("/v1/models/digits/tags/n", "{\"value\": \"1\"}");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Althing-Audit-Index")).isEqualTo(first.header("Althing-Audit-Index"));
        assertThat(region.anyone().get("/v1/models/digits/tags/n").json().getString("value")).isEqualTo("2");
    }

    @Test
    void a_key_used_for_something_else_is_refused() {
        Ask once = olga().with("Idempotency-Key", "mine");
        once.put("/v1/models/digits/tags/k", "{\"value\": \"1\"}");
        Reply reused = once.put("/v1/models/digits/tags/k", "{\"value\": \"2\"}");
        assertThat(reused.status()).isEqualTo(422);
        assertThat(reused.problem()).isEqualTo("request-id-reused");
    }

    @Test
    void a_stale_revision_is_refused() {
        Reply set = olga().put("/v1/models/digits/tags/cas", "{\"value\": \"1\"}");
        assertThat(olga().with("If-Match", "\"1\"").put("/v1/models/digits/tags/cas", "{\"value\": \"2\"}").status())
                .isEqualTo(412);
        assertThat(olga().with("If-Match", set.etag()).put("/v1/models/digits/tags/cas", "{\"value\": \"2\"}").status())
                .isEqualTo(200);
    }

    @Test
    void tags_are_listed_in_pages() {
        region.propose(Town.OPERATOR, new Command.CreateModel(new io.althing.registry.ModelName("paged"), "", "olga"));
        for (int i = 0; i < 5; i++) {
            olga().put("/v1/models/paged/tags/t" + i, "{\"value\": \"x\"}");
        }
        Reply first = region.anyone().get("/v1/models/paged/tags?pageSize=3");
        assertThat(first.json().getJsonArray("items")).hasSize(3);
        Reply rest = region.anyone()
                .get("/v1/models/paged/tags?pageSize=3&pageToken=" + first.json().getString("nextPageToken"));
        assertThat(rest.json().getJsonArray("items")).hasSize(2);
        assertThat(rest.json().containsKey("nextPageToken")).isFalse();
    }

    @Test
    void a_local_read_says_how_old_it_may_be() {
        olga().put("/v1/models/digits/tags/local", "{\"value\": \"1\"}");
        Reply read = region.anyone().get("/v1/models/digits/tags/local?consistency=local");
        assertThat(read.header("Althing-Staleness-Ms")).contains("0");
        assertThat(read.header("Althing-Index")).isPresent();
        Reply behind = region.anyone().with("Althing-Min-Index", "999999").with("Althing-Deadline-Ms", "50")
                .get("/v1/models/digits/tags/local?consistency=local");
        assertThat(behind.status()).isEqualTo(503);
        assertThat(behind.problem()).isEqualTo("too-far-behind");
    }
}

package io.althing.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.http.Settings;
import io.althing.registry.Command;
import io.althing.registry.Town;
import io.althing.resource.TestRegion;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventStreamTest {
    private TestRegion region;

    @BeforeEach
    void start(@TempDir Path data) {
        var usual = Settings.on("127.0.0.1", 0);
        region = TestRegion.start(data, store -> store, new Settings(usual.host(), 0, 2, usual.maxBodyBytes(),
                usual.deadline(), usual.readySilence(), usual.readyLag(), Duration.ofMillis(50)));
        region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
    }

    @AfterEach
    void stop() {
        region.close();
    }

    private BufferedReader open(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(region.base().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<java.io.InputStream> response = HttpClient.newHttpClient().send(request.build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static List<JsonObject> read(BufferedReader stream, int count) throws IOException {
        List<JsonObject> events = new ArrayList<>();
        String id = "";
        while (events.size() < count) {
            String line = stream.readLine();
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                var event = new JsonObject(line.substring(6));
                assertThat(event.getString("id")).isEqualTo(id);
                events.add(event);
            }
        }
        return events;
    }

    private void tag(int from, int to) {
        for (int i = from; i < to; i++) {
            region.propose(Town.OPERATOR, new Command.SetTag(Town.DIGITS, "n", Integer.toString(i)));
        }
    }

    @Test
    void what_happens_is_told_as_cloud_events() throws Exception {
        try (BufferedReader stream = open("/v1/events")) {
            tag(0, 1);
            JsonObject event = read(stream, 1).getFirst();
            assertThat(event.getString("specversion")).isEqualTo("1.0");
            assertThat(event.getString("type")).isEqualTo("io.althing.tag-set.v1");
            assertThat(event.getString("source")).isEqualTo("eu-west");
            assertThat(event.getInstant("time")).isNotNull();
            assertThat(event.getJsonObject("data").getString("value")).isEqualTo("0");
        }
    }

    @Test
    void the_past_is_told_from_any_entry_on_and_nothing_is_missing() throws Exception {
        tag(0, 500);
        try (BufferedReader stream = open("/v1/events?from=2")) {
            List<JsonObject> old = read(stream, 250);
            tag(500, 510);
            List<JsonObject> rest = read(stream, 260);
            assertThat(old.getFirst().getString("id")).isEqualTo("2.0");
            assertThat(rest.getLast().getJsonObject("data").getString("value")).isEqualTo("509");
            assertThat(rest.getLast().getString("id")).isEqualTo("511.0");
        }
    }

    @Test
    void a_client_goes_on_where_it_stopped() throws Exception {
        tag(0, 10);
        try (BufferedReader stream = open("/v1/events", "Last-Event-ID", "5.0")) {
            assertThat(read(stream, 1).getFirst().getString("id")).isEqualTo("6.0");
        }
        var version = Town.version(Town.V1);
        region.propose(Town.OPERATOR, version);
        region.propose(Town.node(Town.AP), new Command.ConfirmArtifacts(Town.DIGITS, Town.V1, Town.AP));
        region.propose(Town.node(Town.EU), new Command.ConfirmArtifacts(Town.DIGITS, Town.V1, Town.EU));
        long last = region.store().audit().size() - 1;
        try (BufferedReader stream = open("/v1/events", "Last-Event-ID", last + ".0")) {
            JsonObject second = read(stream, 1).getFirst();
            assertThat(second.getString("id")).isEqualTo(last + ".1");
            assertThat(second.getString("type")).isEqualTo("io.althing.version-ready.v1");
        }
    }

    @Test
    void an_idle_stream_says_that_it_is_alive() throws Exception {
        try (BufferedReader stream = open("/v1/events")) {
            String line = stream.readLine();
            while (!line.startsWith(":")) {
                line = stream.readLine();
            }
            assertThat(line).isEqualTo(": alive");
        }
    }

    @Test
    void a_client_that_reads_late_gets_everything() throws Exception {
        String longValue = "x".repeat(4000);
        try (BufferedReader stream = open("/v1/events")) {
            for (int i = 0; i < 1000; i++) {
                region.propose(Town.OPERATOR, new Command.SetTag(Town.DIGITS, "n", longValue));
            }
            List<JsonObject> events = read(stream, 1000);
            assertThat(events).extracting(event -> event.getString("id")).doesNotHaveDuplicates();
        }
    }
}

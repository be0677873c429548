package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link over HTTP keeps the contract too. */
class HttpRegistryLinkTest extends RegistryLinkContract {
    private final FakeLink behind;
    private final StubNode node;

    HttpRegistryLinkTest(@TempDir Path directory) throws IOException {
        super(directory);
        behind = new FakeLink(world.store(), World.EU);
        node = new StubNode(behind, world.codecs().json());
    }

    @Override
    RegistryLink connect() {
        return link(node.address(), "secret");
    }

    private RegistryLink link(URI address, String token) {
        return new HttpRegistryLink(
                new HttpRegistryLink.Settings(address, World.EU, token, Duration.ofSeconds(2)),
                world.codecs().json());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Override
    void cut(boolean now) {
        behind.now(now ? FakeLink.Trouble.CUT : FakeLink.Trouble.NONE);
    }

    @Override
    void loseAnswers() {
        behind.now(FakeLink.Trouble.ANSWERS_LOST);
    }

    @Test
    void a_node_that_is_not_there_changed_nothing() throws Exception {
        try (RegistryLink nobody = link(URI.create("http://127.0.0.1:1"), "secret")) {
            assertThat(nobody.view(RegistryLink.Freshness.LOCAL).get(10, TimeUnit.SECONDS))
                    .isInstanceOf(Answer.NotNow.class);
            assertThat(nobody
                    .tell("x", new io.althing.registry.Command.ReportRecovery(
                            new io.althing.registry.RolloutId("01JAAAAAAAAAAAAAAAAAAAAAZZ"), World.EU, true, ""))
                    .get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.NotNow.class);
        }
    }

    @Test
    void a_wrong_token_is_refused_for_good() throws Exception {
        try (RegistryLink stranger = link(node.address(), "guess")) {
            assertThat(stranger.view(RegistryLink.Freshness.LOCAL).get(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(
                    Answer.Rejected.class, r -> assertThat(r.rule()).isEqualTo("authentication-required"));
        }
    }

    @Test
    void a_broken_event_stream_is_opened_again_after_the_last_event() throws Exception {
        List<Optional<String>> asked = new CopyOnWriteArrayList<>();
        var twice = new CountDownLatch(2);
        EventReader.Source source = lastId -> {
            asked.add(lastId);
            twice.countDown();
            return new ByteArrayInputStream("id: 7.1\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
        };
        try (EventReader reader = EventReader.start(source, () -> {}, "test")) {
            assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(asked.subList(0, 2)).containsExactly(Optional.empty(), Optional.of("7.1"));
            assertThat(reader).isNotNull();
        }
    }
}

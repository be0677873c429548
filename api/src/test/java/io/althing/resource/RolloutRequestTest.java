package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.Command;
import io.althing.registry.Town;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RolloutRequestTest {
    private static final String BODY = "{\"model\": \"digits\", \"version\": \"v1\"}";

    @Test
    void a_repeated_request_names_the_rollout_the_first_one_made(@TempDir Path data) {
        try (TestRegion region = TestRegion.start(data)) {
            region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
            region.propose(Town.OPERATOR, Town.version(Town.V1));
            region.propose(Town.node(Town.AP), new Command.ConfirmArtifacts(Town.DIGITS, Town.V1, Town.AP));
            region.propose(Town.node(Town.EU), new Command.ConfirmArtifacts(Town.DIGITS, Town.V1, Town.EU));
            Ask once = region.as(Town.OPERATOR).with("Idempotency-Key", "once");
            Reply first = once.post("/v1/rollouts", BODY);
            assertThat(first.status()).isEqualTo(201);
            Reply again = once.post("/v1/rollouts", BODY);
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.json().getString("id")).isEqualTo(first.json().getString("id"));
            Reply other = region.as(Town.OPERATOR).with("Idempotency-Key", "twice").post("/v1/rollouts", BODY);
            assertThat(other.status()).as("another key is another request").isEqualTo(409);
        }
    }
}

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
class OnBehalfTest {
    @Test
    void an_act_on_somebody_s_behalf_names_both_and_no_address(@TempDir Path data) {
        try (TestRegion region = TestRegion.start(data)) {
            acts(region);
        }
    }

    private static void acts(TestRegion region) {
        region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
        Ask robot = region.as(Town.OPERATOR).with("Althing-On-Behalf-Of", "person-4711");
        Reply set = robot.put("/v1/models/digits/tags/for", "{\"value\": \"x\"}");
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        Reply found = region.anyone().get("/v1/audit/entries?actor=person-4711");
        assertThat(found.json().getJsonArray("items")).hasSize(1);
        assertThat(found.body()).contains("\"onBehalfOf\":\"person-4711\"", "\"id\":\"olga\"");
        Reply address = region.as(Town.OPERATOR).with("Althing-On-Behalf-Of", "o@example.com")
                .put("/v1/models/digits/tags/for", "{\"value\": \"y\"}");
        assertThat(address.status()).isEqualTo(422);
        assertThat(address.body()).contains("Althing-On-Behalf-Of", "pseudonymous");
    }
}

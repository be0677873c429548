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
class ArchiveTest {
    private static final String ARCHIVE = "/v1/audit/archive";

    @Test
    void anyone_sees_how_it_stands_and_an_admin_moves(@TempDir Path data) {
        try (TestRegion region = TestRegion.start(data)) {
            region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
            for (int i = 0; i < 300; i++) {
                region.propose(Town.OPERATOR, new Command.SetTag(Town.DIGITS, "k", "v" + i));
            }
            Reply before = region.anyone().get(ARCHIVE);
            assertThat(before.json().getLong("cold")).isZero();
            assertThat(before.json().getLong("keep")).isEqualTo(10);
            assertThat(region.anyone().post(ARCHIVE, "{}").status()).isEqualTo(401);
            assertThat(region.as(Town.OPERATOR).post(ARCHIVE, "{}").status()).isEqualTo(403);
            assertThat(region.as(Town.ADMIN).post(ARCHIVE, "{\"keep\": -1}").status()).isEqualTo(422);
            Reply moved = region.as(Town.ADMIN).post(ARCHIVE, "{\"bundles\": 3}");
            assertThat(moved.status()).as(moved.body()).isEqualTo(200);
            assertThat(moved.json().getLong("movedBundles")).isEqualTo(1);
            assertThat(region.anyone().get(ARCHIVE).json().getLong("cold")).isEqualTo(256);
        }
    }
}

package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.AuditVerifier;
import io.althing.audit.Checkpoint;
import io.althing.audit.EntryBundle;
import io.althing.audit.HttpTiles;
import io.althing.audit.Report;
import io.althing.registry.Command;
import io.althing.registry.Town;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditFilesTest {
    private static TestRegion region;

    @BeforeAll
    static void start(@TempDir Path data) {
        region = TestRegion.start(data);
        region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
        for (int i = 0; i < 300; i++) {
            region.propose(Town.OPERATOR, new Command.SetTag(Town.DIGITS, "n", Integer.toString(i)));
        }
    }

    @AfterAll
    static void stop() {
        region.close();
    }

    @Test
    void a_stranger_verifies_the_log_from_the_files_alone() throws Exception {
        Checkpoint checkpoint = Checkpoint.parse(region.anyone().get("/audit/checkpoint").bytes());
        assertThat(checkpoint.origin()).isEqualTo("town.example/audit");
        assertThat(checkpoint.head().size()).isEqualTo(302);
        try (HttpClient client = HttpClient.newHttpClient()) {
            Report report = AuditVerifier.verify(new HttpTiles(client, region.base().resolve("/audit/")), checkpoint);
            assertThat(report).isInstanceOf(Report.Verified.class);
        }
    }

    @Test
    void bundles_come_gzipped_and_may_be_kept_for_ever() throws Exception {
        String path = "/audit/" + new EntryBundle(0, 256).path();
        Reply plain = region.anyone().get(path);
        Reply packed = region.anyone().with("Accept-Encoding", "gzip").get(path);
        assertThat(packed.header("Content-Encoding")).contains("gzip");
        assertThat(packed.header("Cache-Control")).hasValueSatisfying(v -> assertThat(v).contains("immutable"));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.bytes())).readAllBytes())
                .isEqualTo(plain.bytes());
    }

    @Test
    void tiles_that_are_not_there_yet_are_not_found() {
        assertThat(region.anyone().get("/audit/tile/0/001.p/46").status()).isEqualTo(200);
        assertThat(region.anyone().get("/audit/tile/0/001.p/47").status()).isEqualTo(404);
        assertThat(region.anyone().get("/audit/tile/0/1").status()).isEqualTo(404);
        assertThat(region.anyone().get("/audit/tile/entries/x001/000").status()).isEqualTo(404);
    }
}

package io.althing.chaos.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditBenchTest {
    @Test
    void a_small_run_measures_everything_and_verifies_its_own_log(@TempDir Path directory) throws IOException {
        AuditFigures figures = new AuditBench(directory, System::nanoTime).run(1000);
        assertThat(figures.entries()).isEqualTo(1000);
        assertThat(figures.bytesPerEntry()).isPositive();
        assertThat(figures.table()).contains("1,000 entries of", "appended in a second", "inclusion proof",
                "recomputed", "restart", "request id");
        assertThat(figures.json()).startsWith("{\"entries\":1000.0,").contains("appends_per_second", "proof_us_p99")
                .endsWith("}");
    }
}

package io.althing.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.AuditLog;
import io.althing.audit.AuditReport;
import io.althing.audit.Checkpoint;
import io.althing.audit.EntryFilter;
import io.althing.audit.Json;
import io.althing.audit.KeyType;
import io.althing.audit.NoteSigner;
import io.althing.audit.SignedNote;
import io.althing.audit.Trust;
import io.althing.audit.TrustCheck;
import io.althing.audit.TrustPolicy;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReportPdfTest {
    private static final NoteSigner KEY = new NoteSigner("audit.example/log", KeyType.ED25519, new byte[32]);

    private static String report(AuditLog log) throws Exception {
        TrustPolicy policy = new TrustPolicy(List.of(new TrustPolicy.LogKey(KEY.key(), Optional.empty())), Map.of(),
                Optional.empty());
        Trust trust = new TrustCheck(policy).evaluate(SignedNote.of(new Checkpoint(KEY.key().name(), log.head()), KEY));
        return switch (trust) {
            case Trust.Trusted trusted -> new AuditReport(trusted, policy, EntryFilter.ALL, Instant.EPOCH).html(log);
            case Trust.Untrusted untrusted -> throw new AssertionError(untrusted.reason());
        };
    }

    @Test
    void the_pdf_prints_size_root_and_every_entry_over_several_pages() throws Exception {
        AuditLog log = new AuditLog();
        for (int i = 0; i < 100; i++) {
            log.append(Json.object(
                    Map.of("action", Json.string("promote-" + i), "time", Json.string("2026-01-01T00:00:00Z"))));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportPdf.write(report(log), out);
        try (PDDocument pdf = Loader.loadPDF(out.toByteArray())) {
            assertThat(pdf.getNumberOfPages()).isGreaterThan(2);
            String text = new PDFTextStripper().getText(pdf);
            assertThat(text).contains(log.head().root().base64(), "100 in number, without a gap", "promote-0",
                    "promote-99");
        }
    }
}

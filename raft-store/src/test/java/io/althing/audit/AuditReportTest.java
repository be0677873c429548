package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditReportTest {
    private static AuditLog log(int entries) {
        AuditLog log = new AuditLog();
        for (int i = 0; i < entries; i++) {
            log.append(Json.object(Map.of("schema", Json.number(1), "time", Json.string("2026-01-01T00:00:00Z"),
                    "action",
                    Json.string(i % 3 == 0 ? "register-version" : "vote"), "actor",
                    Json.object(Map.of("id", Json.string("u-<17>&\u0001"), "kind", Json.string("person"), "method",
                            Json.string("token"), "onBehalfOf", Json.string("team-\u00fc"))),
                    "events", Json.array(List.of(Json.object(Map.of("type", Json.string("vote-cast"), "model",
                            Json.string("digits"), "weight", Json.number(5), "reason",
                            Json.string("x".repeat(500)))))))));
        }
        return log;
    }

    private static String report(AuditLog log) throws IOException {
        Checkpoint checkpoint = new Checkpoint(Keys.ORIGIN, log.head());
        SignedNote note = SignedNote.of(checkpoint, Keys.LOG)
                .with(Keys.REGIONS.get(0).cosign(checkpoint, 1_767_225_600))
                .with(Keys.REGIONS.get(2).cosign(checkpoint, 1_767_225_601));
        return switch (new TrustCheck(Keys.twoOfThree()).evaluate(note)) {
            case Trust.Trusted trusted -> new AuditReport(trusted, Keys.twoOfThree(), EntryFilter.ALL,
                    Instant.parse("2026-02-01T00:00:00Z")).html(log);
            case Trust.Untrusted untrusted -> throw new AssertionError(untrusted.reason());
        };
    }

    private static Document parsed(String html) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    @Test
    void size_root_cosigners_and_completeness_are_printed() throws Exception {
        AuditLog log = log(30);
        String html = report(log);
        String text = parsed(html).getDocumentElement().getTextContent();
        assertThat(text).contains(log.head().root().base64(), log.head().root().hex(), "2 of eu, us, ap",
                "eu at 2026-01-01T00:00:00Z", "ap at 2026-01-01T00:00:01Z", Keys.LOG.key().vkey(),
                "the entries 0 to 29, 30 in number, without a gap", "30 of 30", "register-version10", "vote20");
        assertThat(text).contains("u-<17>&\ufffd (person, token) for team-\u00fc",
                "vote-cast: model digits, reason xxxx", "leaf " + log.hash(0, 29).hex().substring(0, 16));
    }

    @Test
    void a_long_log_is_cut_and_says_so() throws Exception {
        String html = report(log(2001));
        assertThat(html).contains("The first 2000 of 2001 are shown");
        assertThat(parsed(html).getElementsByTagName("tr").getLength()).isBetween(2000, 2020);
    }

    @Test
    void an_empty_log_has_a_report() throws Exception {
        assertThat(parsed(report(log(0))).getDocumentElement().getTextContent()).contains("The log is empty");
    }
}

package io.althing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.AddCheckpoint;
import io.althing.audit.AuditLog;
import io.althing.audit.Checkpoint;
import io.althing.audit.Cosigner;
import io.althing.audit.DirectoryTiles;
import io.althing.audit.FileCosignStore;
import io.althing.audit.Json;
import io.althing.audit.KeyType;
import io.althing.audit.NoteSignature;
import io.althing.audit.NoteSigner;
import io.althing.audit.Quorum;
import io.althing.audit.SignedNote;
import io.althing.audit.TrustCheck;
import io.althing.audit.TrustPolicy;
import io.althing.audit.WitnessAnswer;
import io.althing.client.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditCommandsTest {
    private static final String ORIGIN = "althing.io/test";
    private static final NoteSigner LOG = new NoteSigner(ORIGIN, KeyType.ED25519, new byte[32]);
    private static final List<NoteSigner> REGIONS = List.of(cosigner("ap-south", 1), cosigner("eu-west", 2),
            cosigner("us-east", 3));

    private final Path home;
    private final Path log;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    AuditCommandsTest(@TempDir Path home) {
        this.home = home;
        this.log = home.resolve("log");
    }

    private static NoteSigner cosigner(String region, int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return new NoteSigner(ORIGIN + "/" + region, KeyType.COSIGNATURE_V1, bytes);
    }

    private static TrustPolicy policy() {
        Map<String, TrustPolicy.Witness> regions = new LinkedHashMap<>();
        REGIONS.forEach(signer -> regions.put(signer.key().name().substring(ORIGIN.length() + 1),
                new TrustPolicy.Witness(signer.key(), Optional.of("https://" + signer.key().name()))));
        return TrustPolicy.ofRegions(new TrustPolicy.LogKey(LOG.key(), Optional.of("https://" + ORIGIN)), regions,
                Quorum.of(3, 0));
    }

    private static AuditLog entries(int count, String model) {
        AuditLog entries = new AuditLog();
        for (int i = 0; i < count; i++) {
            entries.append(Json.object(Map.of("schema", Json.number(1), "index", Json.number(i + 1), "time",
                    Json.string("2026-01-01T00:00:00Z"), "action", Json.string(i % 2 == 0 ? "set-tag" : "cast-vote"),
                    "actor", Json.object(Map.of("id", Json.string("=olga"))), "events",
                    Json.array(List.of(Json.object(Map.of("type", Json.string("tag-set"), "model",
                            Json.string(model))))))));
        }
        return entries;
    }

    private static void publish(AuditLog entries, Path directory, List<NoteSigner> cosigners) throws IOException {
        Checkpoint checkpoint = new Checkpoint(ORIGIN, entries.head());
        SignedNote note = SignedNote.of(checkpoint, LOG);
        for (NoteSigner cosigner : cosigners) {
            note = note.with(cosigned(entries, note, cosigner, directory
                    .resolveSibling(directory.getFileName() + "-" + cosigner.key().raw()[0] + entries.head().size())));
        }
        DirectoryTiles.copy(entries.files(note.bytes()), new TrustCheck(new TrustPolicy(
                List.of(new TrustPolicy.LogKey(LOG.key(), Optional.empty())), Map.of(), Optional.empty())), directory);
    }

    private static NoteSignature cosigned(AuditLog entries, SignedNote note, NoteSigner cosigner, Path memory)
            throws IOException {
        Files.createDirectories(memory);
        try (FileCosignStore store = FileCosignStore.create(memory.resolve("memory"))) {
            WitnessAnswer answer = new Cosigner(cosigner, Map.of(ORIGIN, List.of(LOG.key())), store,
                    Optional.empty(), Clock.fixed(Instant.ofEpochSecond(1_767_225_600), ZoneOffset.UTC))
                    .addCheckpoint(AddCheckpoint.of(entries.tree(), 0, note).bytes());
            return WitnessAnswer.cosignatures(answer.body()).getFirst();
        }
    }

    @BeforeEach
    void a_cosigned_log_and_the_policy_beside_endpoints() throws IOException {
        publish(entries(300, "digits"), log, REGIONS.subList(0, 2));
        Files.createDirectories(home.resolve("trust"));
        Files.writeString(home.resolve("trust/1.tlog-policy"), policy().text());
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = Althing.commandLine(List.of());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] all = new String[args.length + 3];
        all[0] = "audit";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--target";
        all[args.length + 2] = home.resolve("endpoints.json").toString();
        return line.execute(all);
    }

    private String at(String name) {
        return home.resolve(name).toString();
    }

    @Test
    void a_receipt_is_made_and_verified_with_no_network() throws IOException {
        assertThat(run("prove", "17", "--dir", log.toString(), "--out", at("receipts"))).isEqualTo(ExitCode.OK);
        assertThat(run("verify", "--receipt", at("receipts/17.tlog-proof"))).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("proven: entry 17 of " + ORIGIN, "cosigned by ap-south");
        Files.writeString(home.resolve("receipts/17.entry"), "{}");
        assertThat(run("verify", "--receipt", at("receipts/17.tlog-proof"))).isEqualTo(ExitCode.REFUSED);
        assertThat(out.toString()).contains("NOT proven");
        assertThat(run("prove", "300", "--dir", log.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("no entry 300");
    }

    @Test
    void a_checkpoint_short_of_the_quorum_is_not_believed() throws IOException {
        publish(entries(300, "digits"), home.resolve("lonely"), REGIONS.subList(0, 1));
        assertThat(run("verify", "--dir", at("lonely"))).isEqualTo(ExitCode.REFUSED);
        assertThat(out.toString()).contains("needs 2 of ap-south, eu-west, us-east");
        assertThat(run("verify", "--dir", at("lonely"), "--unsigned")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("signatures not looked at");
    }

    @Test
    void a_lax_checkpoint_under_good_signatures_is_refused() throws IOException {
        String lax = ORIGIN + "\n0300\n" + entries(300, "digits").head().root().base64() + "\n\n\u2014 x AAAA\n";
        Files.writeString(log.resolve("checkpoint"), lax);
        assertThat(run("verify", "--dir", log.toString(), "--unsigned")).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void exports_come_from_a_verified_log_only() throws IOException {
        assertThat(run("export", "--dir", log.toString(), "--action", "cast-vote")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines()).hasSize(150).allMatch(line -> line.contains("\"bytes\":"));
        assertThat(run("export", "--format", "csv", "--dir", log.toString(), "--out", at("e.csv")))
                .isEqualTo(ExitCode.OK);
        assertThat(Files.readAllLines(home.resolve("e.csv")).getFirst()).startsWith("# lossy");
        byte[] bundle = Files.readAllBytes(log.resolve("tile/entries/000"));
        bundle[40] ^= 1;
        Files.write(log.resolve("tile/entries/000"), bundle);
        assertThat(run("export", "--dir", log.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("NOT what its checkpoint says", "entry 0");
    }

    @Test
    void a_bundle_is_checked_to_the_last_file() throws IOException {
        assertThat(run("export", "--format", "bundle", "--dir", log.toString(), "--out", at("bundle"), "--action",
                "set-tag")).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(run("verify", "--dir", at("bundle"))).as(out.toString()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("150 receipts and 150 exported entries checked");
        Path lines = home.resolve("bundle/entries.jsonl");
        Files.writeString(lines, Files.readString(lines).replaceFirst("set-tag", "set-bag"));
        Files.move(home.resolve("bundle/proofs/2.tlog-proof"), home.resolve("bundle/proofs/3.tlog-proof"));
        Files.writeString(home.resolve("bundle/keys/other.vkey"), "stranger+1234+AAAA\n");
        assertThat(run("verify", "--dir", at("bundle"))).isEqualTo(ExitCode.REFUSED);
        assertThat(out.toString()).contains("entries.jsonl, line 1", "3.tlog-proof: it is a receipt of entry 2",
                "keys/other.vkey is no key of the policy");
        assertThat(run("export", "--format", "bundle", "--dir", log.toString(), "--out", at("bundle")))
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString()).contains("not empty");
    }

    @Test
    void a_monitor_keeps_its_own_checkpoint_and_raises_the_alarm_at_another_past() throws IOException {
        String state = at("kept");
        assertThat(run("watch", "--once", "--state", state, "--dir", log.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("size 300 is believed and kept");
        publish(entries(310, "digits"), log, REGIONS);
        assertThat(run("watch", "--once", "--state", state, "--dir", log.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("grew from 300 to 310");
        publish(entries(320, "rewritten"), home.resolve("fork"), REGIONS);
        assertThat(run("watch", "--once", "--state", state, "--dir", at("fork"))).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("ALARM", "310", "320");
        assertThat(Files.readString(home.resolve("kept.alarm"))).contains("310", "320");
        assertThat(Files.readString(home.resolve("kept"), StandardCharsets.UTF_8)).contains("\n310\n");
    }

    @Test
    void two_logs_are_compared_and_the_first_difference_is_shown() throws IOException {
        publish(entries(280, "digits"), home.resolve("behind"), REGIONS);
        assertThat(run("diff", log.toString(), at("behind"))).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("the same 280 entries", "has 20 more");
        publish(entries(300, "others"), home.resolve("other"), REGIONS);
        assertThat(run("diff", log.toString(), at("other"))).isEqualTo(ExitCode.REFUSED);
        assertThat(out.toString()).contains("DIFFER from entry 0 on", "\"digits\"", "\"others\"");
    }

    @Test
    void a_report_is_written_as_html_and_pdf() throws IOException {
        assertThat(run("report", "--dir", log.toString(), "--model", "digits", "--out", at("r.html")))
                .as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(home.resolve("r.html"))).contains("300 of 300", "about model digits",
                entries(300, "digits").head().root().base64());
        assertThat(run("report", "--dir", log.toString(), "--since", "2026-01-01", "--out", at("r.pdf")))
                .isEqualTo(ExitCode.OK);
        assertThat(Files.readString(home.resolve("r.pdf"), StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
        assertThat(run("report", "--dir", log.toString(), "--out", at("r.doc"))).isEqualTo(ExitCode.USAGE);
        assertThat(run("report", "--dir", log.toString(), "--since", "soon", "--out", at("r.pdf")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--since soon is no time");
    }

    @Test
    void without_a_policy_nothing_is_believed_silently() throws IOException {
        Files.delete(home.resolve("trust/1.tlog-policy"));
        assertThat(run("verify", "--dir", log.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("trust policy");
        Files.delete(home.resolve("trust"));
        assertThat(run("verify", "--dir", log.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--policy", "--unsigned");
    }
}

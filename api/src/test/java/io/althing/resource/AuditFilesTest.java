package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.AddCheckpoint;
import io.althing.audit.AuditVerifier;
import io.althing.audit.Checkpoint;
import io.althing.audit.CheckpointReader;
import io.althing.audit.EntryBundle;
import io.althing.audit.HttpTiles;
import io.althing.audit.KeyType;
import io.althing.audit.NoteSigner;
import io.althing.audit.Report;
import io.althing.audit.SignedNote;
import io.althing.audit.TlogProof;
import io.althing.audit.TreeHead;
import io.althing.audit.TreeReader;
import io.althing.audit.TrustCheck;
import io.althing.audit.TrustPolicy;
import io.althing.checkpoint.Signers;
import io.althing.registry.Command;
import io.althing.registry.Town;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
        checkpoint(302);
    }

    /** Asks until a checkpoint of that size is served. */
    private static Reply checkpoint(long size) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            Reply reply = region.anyone().get("/audit/checkpoint");
            if (reply.status() == 200 && CheckpointReader.unsigned().read(reply.bytes()).head().size() == size) {
                return reply;
            }
            assertThat(System.nanoTime()).as("a checkpoint of size %d in time", size).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static TrustCheck policy() {
        return new TrustCheck(TrustPolicy.parse(region.anyone().get("/audit/policy").bytes()));
    }

    @AfterAll
    static void stop() {
        region.close();
    }

    @Test
    void a_stranger_verifies_the_log_from_the_files_and_the_policy_alone() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Report report = new AuditVerifier(policy()).verify(
                    new HttpTiles(client, region.base().resolve("/audit/")));
            assertThat(report).isInstanceOf(Report.Verified.class);
            Checkpoint checkpoint = ((Report.Verified) report).checkpoint();
            assertThat(checkpoint.origin()).isEqualTo("town.example/audit");
            assertThat(checkpoint.head()).isEqualTo(region.store().audit().head());
        }
    }

    @Test
    void a_checkpoint_is_kept_for_a_second_at_most() {
        assertThat(region.anyone().get("/audit/checkpoint").header("Cache-Control")).contains("public, max-age=1");
    }

    @Test
    void a_write_names_its_audit_index_and_the_receipt_for_it_verifies_offline() {
        Reply written = region.as(Town.OPERATOR).put("/v1/models/digits/tags/receipt", "{\"value\":\"yes\"}");
        long index = Long.parseLong(written.header("Althing-Audit-Index").orElseThrow());
        checkpoint(index + 1);
        Reply proof = region.anyone().get("/audit/proof/" + index);
        byte[] entry = region.store().audit().entries(index, 1).getFirst();
        assertThat(TlogProof.parse(proof.bytes()).verify(entry, policy())).isInstanceOf(TlogProof.Outcome.Proven.class);
        byte[] other = region.store().audit().entries(index - 1, 1).getFirst();
        assertThat(TlogProof.parse(proof.bytes()).verify(other, policy()))
                .isInstanceOf(TlogProof.Outcome.NotProven.class);
    }

    @Test
    void receipts_for_what_is_not_there_are_refused() {
        assertThat(region.anyone().get("/audit/proof/100000").status()).isEqualTo(404);
        assertThat(region.anyone().get("/audit/proof/-1").status()).isEqualTo(422);
        assertThat(region.anyone().get("/audit/proof/one").status()).isEqualTo(422);
    }

    @Test
    void the_trust_policy_explains_its_quorum_and_keeps_its_versions() {
        Reply newest = region.anyone().get("/audit/policy");
        assertThat(newest.header("Althing-Policy-Version")).contains("1");
        assertThat(new String(newest.bytes(), StandardCharsets.UTF_8)).contains("2k > n + f")
                .contains("witness eu-west town.example/audit/eu-west+");
        assertThat(region.anyone().get("/audit/policy/1").bytes()).isEqualTo(newest.bytes());
        assertThat(region.anyone().get("/audit/policy/2").status()).isEqualTo(404);
    }

    @Test
    void the_region_cosigns_only_what_the_log_signed_and_shows_monitors_what_it_cosigned() throws Exception {
        long size = region.store().audit().size();
        checkpoint(size);
        SignedNote cosigned = SignedNote.parse(
                region.anyone().get("/audit/" + region.checkpoints().trust().originHash() + "/checkpoint").bytes());
        assertThat(cosigned.check(Signers.of(Town.EU).key())).isEqualTo(SignedNote.Check.GOOD);
        assertThat(Checkpoint.parse(cosigned.text()).head().size()).isEqualTo(size);
        assertThat(region.anyone().get("/audit/" + "0".repeat(64) + "/checkpoint").status()).isEqualTo(404);

        assertThat(post(new byte[]{1}).status()).isEqualTo(400);
        var reader = new TreeReader(region.store().audit());
        SignedNote known = SignedNote.of(new Checkpoint(Signers.ORIGIN, reader.head(size)), Signers.LOG);
        assertThat(post(AddCheckpoint.of(reader, size, known).bytes()).status()).isEqualTo(200);
        Reply stale = post(AddCheckpoint.of(reader, 1, known).bytes());
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.header("Content-Type")).contains("text/x.tlog.size");
        var impostor = new NoteSigner(Signers.ORIGIN, KeyType.ED25519, new byte[32]);
        SignedNote foreign = SignedNote.of(new Checkpoint(Signers.ORIGIN, reader.head(size)), impostor);
        assertThat(post(AddCheckpoint.of(reader, size, foreign).bytes()).status()).isEqualTo(403);
        var ahead = new Checkpoint(Signers.ORIGIN, new TreeHead(size + 1, reader.head(size).root()));
        byte[] uncommitted = new AddCheckpoint(size, reader.consistency(1, size),
                SignedNote.of(ahead, Signers.LOG)).bytes();
        assertThat(post(uncommitted).status()).isIn(422, 503);
    }

    /** By hand: a witness's refusals are plain text, as its protocol has it. */
    private static Reply post(byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(region.base().resolve("/audit/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
        HttpResponse<byte[]> answer = region.anyone().client().send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Reply(answer.statusCode(), answer);
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

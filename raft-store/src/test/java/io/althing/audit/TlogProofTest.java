package io.althing.audit;

import static io.althing.audit.Keys.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TlogProofTest {
    private static final TrustCheck TWO_OF_THREE = new TrustCheck(Keys.twoOfThree());

    private static String outcome(TlogProof proof, byte[] entry) {
        return switch (proof.verify(entry, TWO_OF_THREE)) {
            case TlogProof.Outcome.Proven proven -> "proven by " + proven.trust().cosignatures().size();
            case TlogProof.Outcome.NotProven not -> not.reason();
        };
    }

    @Test
    void the_published_receipt_is_written_read_and_verified() {
        SignedNote checkpoint = SignedNote.parse(note("cosigned_checkpoint_2_of_3"));
        TlogProof proof = TlogProof.of(MemoryTree.large(1000).reader(), 999, checkpoint);
        assertThat(proof.bytes()).isEqualTo(note("tlog_proof_index_999"));
        assertThat(TlogProof.parse(proof.bytes())).isEqualTo(proof);
        assertThat(outcome(proof, Vectors.largeEntry(999))).isEqualTo("proven by 2");
    }

    @Test
    void a_receipt_is_refused_for_another_entry_index_or_checkpoint() {
        TlogProof proof = TlogProof.parse(note("tlog_proof_index_999"));
        assertThat(outcome(proof, Vectors.largeEntry(998))).contains("leads to root");
        assertThat(outcome(new TlogProof(998, proof.hashes(), proof.checkpoint()), Vectors.largeEntry(999)))
                .contains("leads to root");
        assertThat(outcome(new TlogProof(1000, proof.hashes(), proof.checkpoint()), Vectors.largeEntry(999)))
                .contains("outside a tree of size 1000");
        assertThat(
                outcome(new TlogProof(999, proof.hashes().subList(0, 7), proof.checkpoint()), Vectors.largeEntry(999)))
                .contains("fewer hashes");
        assertThat(outcome(new TlogProof(999, proof.hashes(), SignedNote.parse(note("signed_checkpoint"))),
                Vectors.largeEntry(999))).contains("quorum 'regions' is not met");
    }

    @Test
    void extra_data_is_carried() {
        TlogProof plain = TlogProof.parse(note("tlog_proof_index_999"));
        TlogProof proof = new TlogProof(Optional.of(ByteBuffer.wrap(new byte[]{1, 2, 3})), 999, plain.hashes(),
                plain.checkpoint());
        assertThat(new String(proof.bytes(), StandardCharsets.UTF_8))
                .startsWith("c2sp.org/tlog-proof@v1\nextra AQID\nindex 999\n");
        assertThat(TlogProof.parse(proof.bytes())).isEqualTo(proof);
        assertThat(outcome(proof, Vectors.largeEntry(999))).isEqualTo("proven by 2");
    }

    @Test
    void receipts_that_break_the_format_are_refused_with_the_rule() {
        String good = Keys.NOTES.get("tlog_proof_index_999").asText();
        refused(good.replace("@v1", "@v2"), "the first line is not");
        refused(good.replace("index 999", "index 0999"), "without leading zeros");
        refused(good.replace("index 999", "index -1"), "without leading zeros");
        refused(good.replace("index 999\n", ""), "is not 'index");
        refused(good.replace("=\n\naudit", "=\naudit"), "not base64");
        refused(good.replaceFirst("=\n", "=\nAAAA\n"), "32 bytes, not 3");
        refused(good.replaceFirst("=\n", "=\n" + (Hash.of(new byte[32]).base64() + "\n").repeat(63)), "more than 63");
        refused("c2sp.org/tlog-proof@v1\nindex 9", "ends too early");
    }

    private static void refused(String proof, String rule) {
        assertThatThrownBy(() -> TlogProof.parse(Keys.utf8(proof))).isInstanceOf(MalformedException.class)
                .hasMessageContaining(rule);
    }
}

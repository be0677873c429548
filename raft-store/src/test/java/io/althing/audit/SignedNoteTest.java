package io.althing.audit;

import static io.althing.audit.Keys.NOTES;
import static io.althing.audit.Keys.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SignedNoteTest {
    @Test
    void keys_are_written_as_published_and_read_back() {
        NoteKey log = Keys.LOG.key();
        assertThat(HexFormat.of().formatHex(log.raw())).isEqualTo(NOTES.get("log_public_key").asText());
        assertThat(log.hexId()).isEqualTo(NOTES.get("log_key_id_0x01").asText());
        assertThat(log.vkey()).isEqualTo(NOTES.get("log_vkey_0x01").asText());
        assertThat(Keys.LOG.secret()).isEqualTo(NOTES.get("log_skey_0x01").asText());
        assertThat(NoteKey.parse(log.vkey())).isEqualTo(log);
        assertThat(NoteSigner.parse(Keys.LOG.secret()).key()).isEqualTo(log);
        for (int i = 0; i < 3; i++) {
            JsonNode witness = NOTES.get("witnesses").get(i);
            assertThat(Keys.REGIONS.get(i).key().vkey()).isEqualTo(witness.get("vkey_0x04").asText());
            assertThat(Keys.REGIONS.get(i).secret()).isEqualTo(witness.get("skey_0x04").asText());
        }
    }

    @Test
    void a_secret_is_not_printed() {
        NoteSigner signer = NoteSigner.generate("log.example", KeyType.ED25519, new SecureRandom());
        assertThat(signer.toString()).isEqualTo("signer of " + signer.key().vkey());
        String broken = signer.secret().substring(0, signer.secret().length() - 4);
        assertThatThrownBy(() -> NoteSigner.parse(broken)).isInstanceOf(MalformedException.class)
                .message().doesNotContain(broken.substring(broken.lastIndexOf('+')));
    }

    @Test
    void signatures_are_byte_for_byte_the_published_ones() {
        Checkpoint checkpoint = new Checkpoint(Keys.ORIGIN, Vectors.largeHead(1000));
        assertThat(checkpoint.text()).isEqualTo(NOTES.get("checkpoint_body").asText());
        assertThat(HexFormat.of().formatHex(Keys.LOG.sign(checkpoint).bytes()))
                .isEqualTo(NOTES.get("log_signature_hex").asText());
        SignedNote signed = SignedNote.of(checkpoint, Keys.LOG);
        assertThat(signed.bytes()).isEqualTo(note("signed_checkpoint"));
        for (int i = 0; i < 3; i++) {
            JsonNode witness = NOTES.get("witnesses").get(i);
            NoteSignature line = Keys.REGIONS.get(i).cosign(checkpoint, witness.get("timestamp").asLong());
            assertThat(line.line() + "\n").isEqualTo(witness.get("line").asText());
            signed = signed.with(line);
        }
        assertThat(signed.bytes()).isEqualTo(note("cosigned_checkpoint_all"));
        assertThat(signed.with(signed.signatures().getLast())).isEqualTo(signed);
        assertThat(SignedNote.parse(signed.bytes())).isEqualTo(signed);
        assertThat(SignedNote.of(new Checkpoint(Keys.ORIGIN, TreeHead.EMPTY), Keys.LOG).bytes())
                .isEqualTo(note("empty_log_checkpoint"));
        assertThat(SignedNote.of(new Checkpoint(Keys.ORIGIN, Vectors.largeHead(256)), Keys.LOG).bytes())
                .isEqualTo(note("checkpoint_256"));
    }

    @Test
    void a_key_says_whether_it_signed() {
        SignedNote note = SignedNote.parse(note("cosigned_checkpoint_2_of_3"));
        assertThat(note.check(Keys.LOG.key())).isEqualTo(SignedNote.Check.GOOD);
        assertThat(note.check(Keys.REGIONS.get(0).key())).isEqualTo(SignedNote.Check.GOOD);
        assertThat(note.check(Keys.REGIONS.get(2).key())).isEqualTo(SignedNote.Check.ABSENT);
        SignedNote other = new SignedNote(note.text().replace("1000", "1001"), note.signatures());
        assertThat(other.check(Keys.LOG.key())).isEqualTo(SignedNote.Check.BAD);
        assertThat(other.check(Keys.REGIONS.get(0).key())).isEqualTo(SignedNote.Check.BAD);
    }

    @Test
    void the_text_ends_at_the_last_blank_line() {
        SignedNote note = SignedNote.parse(Keys.utf8("a\n\nb\n\n\u2014 x AAAAAAA=\n"));
        assertThat(note.text()).isEqualTo("a\n\nb\n");
        assertThat(note.signatures()).singleElement().extracting(NoteSignature::name).isEqualTo("x");
    }

    @Test
    void notes_that_break_the_format_are_refused_with_the_rule() {
        String good = NOTES.get("signed_checkpoint").asText();
        refused(good.replace("\n\n", "\n"), "no blank line");
        refused(good.substring(0, good.length() - 1), "line feed");
        refused(good.replace('\u2014', '-'), "em dash");
        refused(good.replace("\u2014 ", "\u2014  "), "one space between");
        refused(good.replace("log tV", "log  tV"), "one space between");
        refused(good.replace("odQs=", "odQs"), "canonical base64");
        refused(good + "\n", "no signature below");
        refused("text\n\n\u2014 x AAAAAA==\n", "too short");
        refused("te\txt\n\n\u2014 x AAAAAAA=\n", "control character");
        refused("text\n\n\u2014 a+b AAAAAAA=\n", "not a key's name");
        refused("text\n\n\u2014 a\u00a0b AAAAAAA=\n", "not a key's name");
        refused("text\n\n" + "\u2014 x AAAAAAA=\n".repeat(101), "1 to 100");
        assertThatThrownBy(() -> SignedNote.parse(new byte[]{(byte) 0xff, '\n', '\n'})).hasMessageContaining("UTF-8");
    }

    private static void refused(String note, String rule) {
        assertThatThrownBy(() -> SignedNote.parse(Keys.utf8(note))).isInstanceOf(MalformedException.class)
                .hasMessageContaining(rule);
    }

    @Test
    void keys_that_break_the_format_are_refused_with_the_rule() {
        String vkey = Keys.LOG.key().vkey();
        Map.of(vkey.replace("b5551a3a", "b5551a3b"), "does not fit the key", vkey.replace("+AQ", "+Ag"),
                "0x02 is not supported", vkey.replace("+b5551a3a", ""), "is not a vkey",
                vkey.substring(0, vkey.length() - 4), "32 bytes", vkey.replace("audit.", "audit "), "not a key's name")
                .forEach((bad, rule) -> assertThatThrownBy(() -> NoteKey.parse(bad))
                        .isInstanceOf(MalformedException.class).hasMessageContaining(rule));
        assertThatThrownBy(() -> Keys.LOG.cosign(new Checkpoint("x", TreeHead.EMPTY), 1))
                .isInstanceOf(IllegalStateException.class);
    }
}

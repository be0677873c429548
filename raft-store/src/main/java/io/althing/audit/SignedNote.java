package io.althing.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with signature lines below it: C2SP signed-note. Having one proves nothing; {@link #check} does.
 *
 * @param text
 *            what is signed, final line feed included
 * @param signatures
 *            at least one and at most 100, in order
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    /** How many signatures a note may have. */
    public static final int MAX_SIGNATURES = 100;
    /** How long a note may be, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    /** What became of a key's signature. */
    public enum Check {
        /** There is no line with the key's name and id. */
        ABSENT,
        /** Every line with the key's name and id verifies. */
        GOOD,
        /** A line with the key's name and id does not verify: the note is to be thrown away whole. */
        BAD
    }

    /** @throws MalformedException if the text is not one a note can hold, or there are no or too many signatures */
    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n")) {
            throw new MalformedException("note: the text does not end in a line feed");
        }
        if (text.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw new MalformedException("note: control character in the text");
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new MalformedException("note: has " + signatures.size() + " signatures, not 1 to " + MAX_SIGNATURES);
        }
    }

    /** A checkpoint under its log's signature. */
    public static SignedNote of(Checkpoint checkpoint, NoteSigner log) {
        return new SignedNote(checkpoint.text(), List.of(log.sign(checkpoint)));
    }

    /**
     * Reads a note.
     *
     * @throws MalformedException
     *             saying which rule of signed-note is broken
     */
    public static SignedNote parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException("note: longer than " + MAX_BYTES + " bytes");
        }
        String note = Checkpoint.utf8("note", bytes);
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0) {
            throw new MalformedException("note: no blank line between text and signatures");
        }
        if (!note.endsWith("\n")) {
            throw new MalformedException("note: the last line does not end in a line feed");
        }
        String below = note.substring(blank + 2);
        if (below.isEmpty()) {
            throw new MalformedException("note: no signature below the blank line");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : below.substring(0, below.length() - 1).split("\n", -1)) {
            signatures.add(NoteSignature.parse(line));
        }
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    /** The note in writing. */
    public byte[] bytes() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()).append('\n'));
        return note.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** This note with one more signature below; the same note if it has that line already. */
    public SignedNote with(NoteSignature signature) {
        if (signatures.contains(signature)) {
            return this;
        }
        List<NoteSignature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new SignedNote(text, more);
    }

    /** Whether the key signed this text. Lines of other names and ids say nothing about it. */
    public Check check(NoteKey key) {
        Check check = Check.ABSENT;
        for (NoteSignature signature : signatures) {
            if (signature.isBy(key)) {
                if (!key.verifies(text, signature)) {
                    return Check.BAD;
                }
                check = Check.GOOD;
            }
        }
        return check;
    }

    /** The checkpoint that the text is; signatures are not looked at. */
    Checkpoint unverifiedCheckpoint() {
        return Checkpoint.parse(text);
    }
}

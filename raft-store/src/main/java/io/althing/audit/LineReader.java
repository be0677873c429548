package io.althing.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines above the note that receipts and witness requests have in common. */
final class LineReader {
    private final String what;
    private final String text;
    private int at;

    LineReader(String what, byte[] bytes) {
        this.what = what;
        if (bytes.length > 2 * SignedNote.MAX_BYTES) {
            throw new MalformedException(what + ": longer than " + 2 * SignedNote.MAX_BYTES + " bytes");
        }
        this.text = Checkpoint.utf8(what, bytes);
    }

    String next() {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            throw new MalformedException(what + ": ends too early");
        }
        String line = text.substring(at, end);
        at = end + 1;
        return line;
    }

    long number(String name, String line) {
        if (!line.matches(name + " (0|[1-9][0-9]{0,17})")) {
            throw new MalformedException(what + ": '" + line + "' is not '" + name
                    + " <decimal without leading zeros>'");
        }
        return Long.parseLong(line.substring(name.length() + 1));
    }

    List<Hash> hashesUntilBlank(int most) {
        List<Hash> hashes = new ArrayList<>();
        for (String line = next(); !line.isEmpty(); line = next()) {
            hashes.add(Hash.fromBase64(line));
            if (hashes.size() > most) {
                throw new MalformedException(what + ": more than " + most + " hashes");
            }
        }
        return hashes;
    }

    byte[] rest() {
        return text.substring(at).getBytes(StandardCharsets.UTF_8);
    }
}

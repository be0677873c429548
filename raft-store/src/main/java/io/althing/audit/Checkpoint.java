package io.althing.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a log says about itself: C2SP tlog-checkpoint. Three lines: origin, size, base64 of the root; extension lines may follow and are
 * discouraged. Read strictly: a size with a leading zero or a root of 31 bytes is refused even under a good signature.
 *
 * @param origin
 *            the log's name, a URL without its scheme; also the name of its key
 * @param head
 *            size and root
 * @param extensions
 *            further lines, none empty
 */
public record Checkpoint(String origin, TreeHead head, List<String> extensions) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

    /** @throws MalformedException if a line is empty or holds a control character */
    public Checkpoint {
        extensions = List.copyOf(extensions);
        requireLine("origin", origin);
        extensions.forEach(line -> requireLine("extension line", line));
    }

    /** A checkpoint without extension lines. */
    public Checkpoint(String origin, TreeHead head) {
        this(origin, head, List.of());
    }

    /** The text that gets signed, final line feed included; the same for equal checkpoints. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(origin).append('\n').append(head.size()).append('\n').append(head.root().base64()).append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** The UTF-8 bytes of {@link #text}. */
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the text of a checkpoint, signatures already taken off.
     *
     * @throws MalformedException
     *             saying which line breaks which rule
     */
    public static Checkpoint parse(String text) {
        if (!text.endsWith("\n")) {
            throw new MalformedException("checkpoint: the last line does not end in a line feed");
        }
        List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
        if (lines.size() < 3) {
            throw new MalformedException("checkpoint: has " + lines.size() + " lines; origin, size and root are three");
        }
        Checkpoint checkpoint = new Checkpoint(lines.getFirst(), new TreeHead(size(lines.get(1)), root(lines.get(2))),
                lines.subList(3, lines.size()));
        return checkpoint;
    }

    /**
     * Reads the bytes of an unsigned checkpoint.
     *
     * @throws MalformedException
     *             as {@link #parse(String)}, and if the bytes are not UTF-8
     */
    public static Checkpoint parse(byte[] bytes) {
        return parse(utf8("checkpoint", bytes));
    }

    static String utf8(String what, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException(what + ": not UTF-8");
        }
    }

    private static long size(String line) {
        if (!SIZE.matcher(line).matches()) {
            throw new MalformedException(
                    "checkpoint: size '" + line + "' is not a decimal number without leading zeros");
        }
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException e) {
            throw new MalformedException("checkpoint: size " + line + " is beyond 2^63 - 1");
        }
    }

    private static Hash root(String line) {
        try {
            return Hash.fromBase64(line);
        } catch (MalformedException e) {
            throw new MalformedException("checkpoint: root: " + e.getMessage());
        }
    }

    private static void requireLine(String what, String line) {
        if (line.isEmpty()) {
            throw new MalformedException("checkpoint: empty " + what);
        }
        if (line.chars().anyMatch(c -> c < 0x20)) {
            throw new MalformedException("checkpoint: control character in the " + what);
        }
    }
}

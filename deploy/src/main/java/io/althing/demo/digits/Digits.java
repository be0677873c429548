package io.althing.demo.digits;

import io.althing.registry.Sha256;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.zip.GZIPInputStream;

/**
 * The handwritten digits and their fixed split by line number: of every five lines two train, one validates, and two are held out
 * as live traffic. The file is roughly in order of writers, so each part holds every writer's hand.
 *
 * @param all every digit, in the file's order
 * @param digest the SHA-256 of the data file's bytes, the dataset's name in lineages
 */
public record Digits(List<Digit> all, Sha256 digest) {
    private static final String FILE = "digits.csv.gz";

    /** Takes a copy of the list. */
    public Digits {
        all = List.copyOf(all);
    }

    /**
     * Reads the committed data file.
     *
     * @throws UncheckedIOException if the file is missing from the class path or broken
     */
    public static Digits load() {
        try (InputStream in = Digits.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException(FILE + " is missing from the class path; build the deploy module again");
            }
            byte[] bytes = in.readAllBytes();
            return new Digits(parse(bytes), digestOf(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("the digits cannot be read", e);
        }
    }

    /** The digits models learn from. */
    public List<Digit> training() {
        return part(line -> line % 5 < 2);
    }

    /** The digits a training pipeline judges its own model by. */
    public List<Digit> validation() {
        return part(line -> line % 5 == 2);
    }

    /** The digits no pipeline sees: the demo's live traffic. */
    public List<Digit> heldOut() {
        return part(line -> line % 5 > 2);
    }

    private List<Digit> part(IntPredicate lines) {
        return all.stream().filter(digit -> lines.test(digit.index())).toList();
    }

    private static List<Digit> parse(byte[] gzipped) throws IOException {
        List<Digit> digits = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(gzipped)), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                digits.add(parseLine(digits.size(), line));
            }
        }
        return digits;
    }

    private static Digit parseLine(int index, String line) throws IOException {
        String[] fields = line.split(",", -1);
        try {
            List<Integer> numbers = new ArrayList<>(fields.length);
            for (String field : fields) {
                numbers.add(Integer.valueOf(field));
            }
            return new Digit(index, numbers.getLast(), numbers.subList(0, numbers.size() - 1));
        } catch (IllegalArgumentException e) {
            throw new IOException(FILE + ", line " + (index + 1) + ": " + e.getMessage(), e);
        }
    }

    static Sha256 digestOf(byte[] bytes) {
        try {
            return new Sha256(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

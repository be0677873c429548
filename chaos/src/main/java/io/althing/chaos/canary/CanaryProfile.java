package io.althing.chaos.canary;

import io.althing.canary.ReferenceProfile;
import io.althing.canary.ReferenceSketch;
import io.althing.client.UserError;
import io.althing.codec.RecordJson;
import io.althing.foresight.ReferenceBlob;
import io.althing.registry.Blob;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code althing canary profile}: sketches a training set, so that a rollout can tell when requests are unlike it. */
@Command(name = "profile", mixinStandardHelpOptions = true, description = {
        "Sketch training data, so that a rollout can tell when requests are unlike it.",
        "The first line names the columns: x[0] is the first number of input x, score the largest number of the first output. "
                + "The profile goes to standard output; register it with the version:",
        "  althing canary profile train.csv > profile.json",
        "  althing version register MODEL VERSION --file model.onnx --io-schema io.json --reference-profile profile.json"})
public final class CanaryProfile implements Callable<Integer> {
    private static final Pattern QUANTITY = Pattern.compile("score|[^\\[\\]]+\\[(0|[1-9][0-9]*)\\]");

    @Parameters(paramLabel = "FILE", description = "numbers, one row a training example, the first line naming the columns")
    private Path table = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<String> lines = NamedFile.lines(table);
        List<String> names = names(lines.getFirst());
        List<double[]> rows = new ArrayList<>();
        for (int line = 2; line <= lines.size(); line++) {
            String text = lines.get(line - 1);
            if (!text.isBlank()) {
                rows.add(row(names, line, text.split(",", -1)));
            }
        }
        Blob profile = ReferenceBlob.write(new RecordJson(), profile(names, rows));
        PrintWriter out = spec.commandLine().getOut();
        out.print(new String(profile.bytes(), StandardCharsets.UTF_8));
        out.flush();
        spec.commandLine().getErr()
                .println(names.size() + " quantities of " + rows.size() + " examples; digest " + profile.digest());
        return 0;
    }

    /** A name that is no quantity of a request would never be compared with anything. */
    private List<String> names(String header) {
        List<String> names = Arrays.stream(header.split(",", -1)).map(String::strip).toList();
        for (String name : names) {
            if (!QUANTITY.matcher(name).matches()) {
                throw UserError.usage(table + ":1: a column is named '" + name + "'; name it after the input and the "
                        + "place in it, such as x[0], or score, or leave it out");
            }
        }
        return names;
    }

    private double[] row(List<String> names, int line, String[] fields) {
        if (fields.length != names.size()) {
            throw UserError.usage(table + ":" + line + ": the number of fields is " + fields.length
                    + "; the first line names " + names.size());
        }
        double[] row = new double[fields.length];
        for (int c = 0; c < fields.length; c++) {
            row[c] = number(fields[c], line, names.get(c));
        }
        return row;
    }

    private ReferenceProfile profile(List<String> names, List<double[]> rows) {
        try {
            List<ReferenceSketch> sketches = new ArrayList<>();
            for (int c = 0; c < names.size(); c++) {
                int column = c;
                sketches.add(ReferenceSketch.of(names.get(c), rows.stream().mapToDouble(row -> row[column]).toArray()));
            }
            return ReferenceProfile.of(sketches);
        } catch (IllegalArgumentException e) {
            throw UserError.usage(table + ": " + e.getMessage());
        }
    }

    private double number(String field, int line, String column) {
        double value = parsed(field);
        if (!Double.isFinite(value)) {
            throw UserError.usage(table + ":" + line + ": " + column + " must be a finite number, was '" + field + "'");
        }
        return value;
    }

    private static double parsed(String field) {
        try {
            return Double.parseDouble(field.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}

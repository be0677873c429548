package io.althing.chaos.canary;

import io.althing.canary.ReferenceProfile;
import io.althing.canary.ReferenceSketch;
import io.althing.client.UserError;
import io.althing.codec.RecordJson;
import io.althing.foresight.ReferenceBlob;
import io.althing.registry.Blob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code althing canary profile}: sketches a training set, so that a rollout can tell when requests are unlike it. */
@Command(name = "profile", mixinStandardHelpOptions = true, description = "Sketch training data (CSV: a name per column, such as x[0] for the first number of input x, or score). "
        + "Writes the profile to standard output; register it with the version as artifact reference-profile.json.")
public final class CanaryProfile implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "numbers, one row a training example, the first line naming the columns")
    private Path table = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<String> lines = lines();
        String[] names = lines.get(0).split(",", -1);
        List<double[]> columns = new ArrayList<>();
        for (int c = 0; c < names.length; c++) {
            columns.add(new double[lines.size() - 1]);
        }
        for (int line = 1; line < lines.size(); line++) {
            String[] fields = lines.get(line).split(",", -1);
            if (fields.length != names.length) {
                throw UserError
                        .usage(table + ":" + (line + 1) + ": has " + fields.length + " fields; the first line names "
                                + names.length);
            }
            for (int c = 0; c < fields.length; c++) {
                columns.get(c)[line - 1] = number(fields[c], line + 1, names[c]);
            }
        }
        Blob profile = ReferenceBlob.write(new RecordJson(), profile(names, columns));
        spec.commandLine().getOut().println(new String(profile.bytes(), StandardCharsets.UTF_8));
        spec.commandLine().getErr().println("digest " + profile.digest());
        return 0;
    }

    private List<String> lines() {
        try {
            List<String> lines = Files.readAllLines(table).stream().filter(line -> !line.isBlank()).toList();
            if (lines.isEmpty()) {
                throw UserError.usage(table + " is empty; its first line names the columns");
            }
            return lines;
        } catch (IOException e) {
            throw UserError.usage(table + " cannot be read: " + e.getMessage());
        }
    }

    private ReferenceProfile profile(String[] names, List<double[]> columns) {
        try {
            List<ReferenceSketch> sketches = new ArrayList<>();
            for (int c = 0; c < names.length; c++) {
                sketches.add(ReferenceSketch.of(names[c].strip(), columns.get(c)));
            }
            return ReferenceProfile.of(sketches);
        } catch (IllegalArgumentException e) {
            throw UserError.usage(table + ": " + e.getMessage());
        }
    }

    private double number(String field, int line, String column) {
        try {
            return Double.parseDouble(field.strip());
        } catch (NumberFormatException e) {
            throw UserError.usage(table + ":" + line + ": " + column + " must be a number, was '" + field + "'");
        }
    }
}

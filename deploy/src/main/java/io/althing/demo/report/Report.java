package io.althing.demo.report;

import io.althing.client.Json;
import io.althing.demo.step.EvidenceLog;
import io.althing.demo.step.Story;
import io.althing.demo.step.Timeline;
import io.althing.demo.traffic.TrafficLog;
import io.althing.registry.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything the demo's report tells.
 *
 * @param lastLine the demo's last line
 */
public record Report(List<StepReport> steps, List<Region> regions, TrafficLog traffic, Timeline timeline,
        EvidenceLog evidence, Story story, String lastLine) {
    /** Copies the lists. */
    public Report {
        steps = List.copyOf(steps);
        regions = List.copyOf(regions);
    }

    /** Writes {@code report.json} and {@code report.html}. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        boolean passed = steps.stream().allMatch(StepReport::passed);
        Map<String, Object> json = new java.util.LinkedHashMap<>();
        json.put("passed", passed);
        json.put("steps", steps);
        json.put("requests", traffic.size());
        json.put("requestsFailed", traffic.failed());
        json.put("requestFailures", traffic.failures());
        json.put("summary", lastLine);
        Files.writeString(directory.resolve("report.json"), Json.pretty(json) + "\n");
        Files.writeString(directory.resolve("report.html"), new HtmlReport(this).html());
    }
}

package io.althing.cli.audit;

import io.althing.audit.AuditReport;
import io.althing.audit.BundleEntries;
import io.althing.audit.Trust;
import io.althing.cli.ClusterOptions;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import io.althing.report.ReportPdf;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code althing audit report}. */
@Command(name = "report", description = "Write a report for auditors: the verified size and root, who cosigned, a statement of completeness, and the entries of a period, model or region. The log is verified first.")
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private LogOptions logs = new LogOptions();

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "a file that ends in .pdf or .html")
    private Path out = Path.of("report.pdf");

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean pdf = name.endsWith(".pdf");
        if (!pdf && !name.endsWith(".html")) {
            throw UserError.usage("--out " + out + ": a report is a .pdf or an .html file");
        }
        return logs.log(cluster).whenVerified(log -> write(log, pdf));
    }

    private int write(Log log, boolean pdf) throws IOException {
        Trust.Trusted trust = log.trusted();
        long size = trust.checkpoint().head().size();
        String html = new AuditReport(trust, log.demanded(), filter.filter(), clock.instant())
                .html(new BundleEntries(log.tiles(), size));
        if (pdf) {
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out))) {
                ReportPdf.write(html, file);
            }
        } else {
            Files.writeString(out, html);
        }
        if (cluster.json()) {
            cluster.out().println(Json.pretty(Json.object().put("out", out.toString()).put("size", size).put("root",
                    trust.checkpoint().head().root().base64())));
        } else {
            cluster.out().println("wrote " + out + " over " + size + " verified entries, root "
                    + trust.checkpoint().head().root().base64());
        }
        cluster.out().flush();
        return ExitCode.OK;
    }
}

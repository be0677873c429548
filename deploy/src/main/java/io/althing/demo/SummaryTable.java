package io.althing.demo;

import io.althing.client.TextTable;
import io.althing.demo.report.StepReport;
import io.althing.demo.step.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;

/** The steps at a glance. */
final class SummaryTable {
    private SummaryTable() {}

    static void print(List<StepReport> reports, Console console) {
        TextTable table = new TextTable("STEP", "", "SECONDS", "WHAT");
        int number = 1;
        for (StepReport report : reports) {
            table.row(number++, report.passed() ? "held" : "FAILED",
                    String.format(Locale.ROOT, "%7.1f", report.milliseconds() / 1000.0), report.name());
        }
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true), "");
        console.plain("");
        console.plain(text.toString());
    }
}

package io.althing.cli.audit;

import picocli.CommandLine.Command;

/** {@code althing audit}. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Find, prove, verify, export and watch the audit log.", subcommands = {
        EntriesCommand.class, VerifyCommand.class, ProveCommand.class, ExportCommand.class, ReportCommand.class,
        WatchCommand.class, DiffCommand.class, FetchCommand.class, ArchiveCommand.class})
public final class AuditCommand {}

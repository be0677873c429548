package io.althing.chaos.drill;

import io.althing.certs.CertificateAuthority;
import io.althing.certs.NodeDirectory;
import io.althing.client.Call;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every certificate is replaced under load, the authority's included, while the processes run on. */
final class RotateDrill extends ClusterDrill {
    private static final int WRITERS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String AUTHORITIES = "althing_certificate_authorities ";

    @Override
    public String name() {
        return "rotate";
    }

    @Override
    public String promise() {
        return "every certificate, key and the authority is replaced under load: no failed write, no restart";
    }

    @Override
    Outcome on(LoopbackCluster cluster, Setting setting) throws IOException, InterruptedException {
        Map<String, Long> before = pids(cluster);
        int each = Math.max(1, setting.acknowledgements() / 5);
        CertificateAuthority old = CertificateAuthority.open(cluster.authority(),
                CertificateAuthority.Sources.system());
        List<String> findings = new ArrayList<>();
        Acknowledged acknowledged;
        int failures;
        try (Writer writer = Writer.to(cluster, name(), WRITERS)) {
            awaitMore(writer, each);
            renewAll(cluster, old, writer, each);
            setting.progress().accept("certificates replaced after " + writer.count() + " writes");
            CertificateAuthority next = old.succeeded(CertificateAuthority.AUTHORITY_LIFE);
            trustAll(cluster, next);
            awaitMore(writer, each);
            setting.progress().accept("a second authority trusted after " + writer.count() + " writes");
            renewAll(cluster, next, writer, each);
            trustAll(cluster, next.alone());
            awaitMore(writer, each);
            failures = writer.failures();
            acknowledged = Acknowledged.by(writer);
            setting.progress().accept("the first authority gone after " + writer.count() + " writes");
        }
        boolean same = before.equals(pids(cluster));
        findings.add(failures + " failed writes among " + acknowledged.numbers().cardinality());
        findings.add(same ? "the processes are the same" : "a process ended meanwhile");
        Outcome replicas = Replicas.compare(cluster, acknowledged);
        findings.addAll(replicas.findings());
        return new Outcome(failures == 0 && same && replicas.held(), findings);
    }

    /** One node after the other. */
    private static void renewAll(LoopbackCluster cluster, CertificateAuthority by, Writer writer, int writes)
            throws IOException, InterruptedException {
        for (String name : cluster.alive()) {
            NodeDirectory node = cluster.place(name).certificate();
            by.renew(node, CertificateAuthority.NODE_LIFE);
            String serial = node.certificate().getSerialNumber().toString(16);
            Waiting.until(name + " uses its new certificate", PATIENCE,
                    () -> metrics(cluster, name).contains("serial=\"" + serial + "\""));
            awaitMore(writer, writes);
        }
    }

    private static void trustAll(LoopbackCluster cluster, CertificateAuthority authority)
            throws IOException, InterruptedException {
        for (String name : cluster.alive()) {
            authority.trust(cluster.place(name).certificate());
        }
        for (String name : cluster.alive()) {
            Waiting.until(name + " trusts " + authority.trusted().size() + " authorities", PATIENCE,
                    () -> metrics(cluster, name).contains(AUTHORITIES + authority.trusted().size()));
        }
    }

    private static String metrics(LoopbackCluster cluster, String name) {
        return new String(cluster.client(name).need(Call.get("/metrics")).body(), StandardCharsets.UTF_8);
    }

    private static void awaitMore(Writer writer, int more) throws InterruptedException {
        int enough = writer.count() + more;
        Waiting.until("there are " + enough + " acknowledged writes", PATIENCE, () -> writer.count() >= enough);
    }

    private static Map<String, Long> pids(LoopbackCluster cluster) {
        Map<String, Long> pids = new TreeMap<>();
        cluster.alive().forEach(name -> pids.put(name, cluster.process(name).pid()));
        return pids;
    }
}

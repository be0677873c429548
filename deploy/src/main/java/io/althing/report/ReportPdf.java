package io.althing.report;

import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.IOException;
import java.io.OutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Turns the XHTML of {@link io.althing.audit.AuditReport} into PDF. Uses the fonts every reader has, which hold Latin letters only; others
 * show as #. Loads nothing from anywhere.
 */
public final class ReportPdf {
    /** Kept, since a logger nobody holds forgets its level: the renderer warns of each font it looks for in vain. */
    private static final Logger RENDERER = Logger.getLogger("org.apache.pdfbox");

    static {
        RENDERER.setLevel(Level.SEVERE);
    }

    private ReportPdf() {}

    /**
     * Writes the document; the stream stays open.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(String xhtml, OutputStream out) throws IOException {
        XRLog.setLoggingEnabled(false);
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useFastMode();
        builder.useExternalResourceAccessControl((uri, type) -> false,
                ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI);
        builder.withHtmlContent(xhtml, null);
        builder.withProducer("Althing");
        builder.toStream(out);
        builder.run();
    }
}

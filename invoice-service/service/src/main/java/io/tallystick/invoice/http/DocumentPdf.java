package io.tallystick.invoice.http;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.Level;

/** The PDF of a document, from the template of the page. Its font is embedded, so that it looks the same everywhere. */
@Singleton
class DocumentPdf {
    private static final String FONTS = "/fonts/ttf/OpenSans/OpenSans-";
    private static final int NORMAL = 400;
    private static final int SEMI_BOLD = 600;
    private static final int BOLD = 700;

    DocumentPdf() {
        // Otherwise every document tells its life to the log.
        com.openhtmltopdf.util.XRLog.listRegisteredLoggers()
                .forEach(name -> com.openhtmltopdf.util.XRLog.setLevel(name, Level.WARNING));
    }

    byte[] of(TemplateInstance page, String number) {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        font(builder, "Regular", NORMAL);
        font(builder, "SemiBold", SEMI_BOLD);
        font(builder, "Bold", BOLD);
        builder.withHtmlContent(page.render(), null);
        builder.withProducer("Tallystick");
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        builder.toStream(document);
        try {
            builder.run();
        } catch (IOException failed) {
            throw new UncheckedIOException("The PDF of " + number + " cannot be made", failed);
        }
        return document.toByteArray();
    }

    private static void font(PdfRendererBuilder builder, String face, int weight) {
        builder.useFont(() -> open(face), "Open Sans", weight, FontStyle.NORMAL, true);
    }

    private static InputStream open(String face) {
        return DocumentPdf.class.getResourceAsStream(FONTS + face + ".ttf");
    }
}

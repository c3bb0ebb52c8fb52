// Apache FOP, warm in one Java machine: documents a CPU second from XSL-FO files that lie in memory.
//   java -cp CLASSPATH FopBench.java CONFIGURATION FOLDER WARM-UP MEASURED ROUNDS SAMPLE.pdf
// FOLDER holds bill-00000.fo and so on; they are taken in order, again from the first when all
// were taken. CPU time is that of the thread that composes; what the collector and the compiler
// take beside it is printed, too, and not counted against FOP. SAMPLE.pdf becomes the first bill.
// The line "figures:" is for bench/fop.
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.SAXParserFactory;
import org.apache.fop.apps.FOUserAgent;
import org.apache.fop.apps.Fop;
import org.apache.fop.apps.FopFactory;
import org.apache.fop.apps.MimeConstants;
import org.apache.fop.events.EventFormatter;
import org.apache.fop.events.model.EventSeverity;
import org.xml.sax.InputSource;
import org.xml.sax.XMLReader;

public class FopBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final com.sun.management.OperatingSystemMXBean PROCESS =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final FopFactory factory;
    private final XMLReader reader;
    private final List<byte[]> documents;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 17);
    private int next = 0;
    private long bytes = 0;

    private FopBench(File configuration, Path folder) throws Exception {
        factory = FopFactory.newInstance(configuration);
        SAXParserFactory parsers = SAXParserFactory.newInstance();
        parsers.setNamespaceAware(true);
        reader = parsers.newSAXParser().getXMLReader();
        documents = new ArrayList<>();
        try (var names = Files.list(folder)) {
            for (Path file : names.filter(p -> p.toString().endsWith(".fo")).sorted().toList())
                documents.add(Files.readAllBytes(file));
        }
        if (documents.isEmpty()) throw new IllegalArgumentException(folder + " holds no .fo files");
    }

    private void compose() throws Exception {
        byte[] document = documents.get(next++ % documents.size());
        out.reset();
        FOUserAgent agent = factory.newFOUserAgent();
        agent.getEventBroadcaster().addEventListener(event -> {
            if (event.getSeverity() != EventSeverity.INFO)  // a character or a picture is lost
                throw new IllegalStateException("document " + next + ": " + EventFormatter.format(event));
        });
        Fop fop = factory.newFop(MimeConstants.MIME_PDF, agent, out);
        reader.setContentHandler(fop.getDefaultHandler());
        reader.parse(new InputSource(new ByteArrayInputStream(document)));
        int pages = fop.getResults().getPageCount();
        if (pages != 2) throw new IllegalStateException("document " + next + ": " + pages + " pages");
        bytes += out.size();
    }

    // CPU seconds of `count` documents: of this thread, and of the whole process.
    private double[] seconds(int count) throws Exception {
        long process = PROCESS.getProcessCpuTime(), thread = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; ++i) compose();
        return new double[] {(THREADS.getCurrentThreadCpuTime() - thread) / 1e9,
                             (PROCESS.getProcessCpuTime() - process) / 1e9};
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static long peakMegabytes() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status")))
            if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        return 0;
    }

    public static void main(String[] words) throws Exception {
        Locale.setDefault(Locale.ROOT);
        FopBench bench = new FopBench(new File(words[0]), Path.of(words[1]));
        int warmUp = Integer.parseInt(words[2]), measured = Integer.parseInt(words[3]);
        int rounds = Integer.parseInt(words[4]);
        int first = Math.min(warmUp, 100);
        double cold = first / bench.seconds(first)[0];
        bench.seconds(warmUp - first);
        bench.bytes = 0;
        double[] own = new double[rounds], whole = new double[rounds];
        for (int round = 0; round < rounds; ++round) {
            double[] spent = bench.seconds(measured / rounds);
            own[round] = measured / rounds / spent[0];
            whole[round] = measured / rounds / spent[1];
        }
        double kilobytes = bench.bytes / 1000.0 / (measured / rounds * rounds);
        long peak = peakMegabytes();
        bench.next = 0;
        bench.compose();
        Files.write(Path.of(words[5]), bench.out.toByteArray());
        System.out.printf("FOP: first %d documents %.1f per CPU second, then %d to warm up; %d measured"
                + " in %d rounds, %.1f kB each, peak %d MB%n", first, cold, warmUp - first,
                measured / rounds * rounds, rounds, kilobytes, peak);
        System.out.printf("FOP: %.1f per CPU second, %.1f with its collector and compiler counted%n",
                median(own), median(whole));
        System.out.printf("figures: fop_per_cpu_s=%.2f%n", median(own));
    }
}

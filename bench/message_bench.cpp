// message_bench [SECONDS]: short messages and mails per CPU second, one thread. Messages of one and
// of two segments, in GSM 7-bit with typography to turn, and in UCS-2; mails with html and a PDF.
#include "cost.h"
#include "flow/compose/message/mime.h"
#include "flow/compose/message/sms.h"

#include <cstdlib>
#include <vector>

namespace {

using namespace bw;
using bench::cpu_seconds;
using namespace bw::message;

template <typename Make>
void measure(const char* what, double seconds, Make make) {
    constexpr std::size_t kTexts = 1000;
    for (std::size_t n = 0; n < kTexts; ++n) make(n);  // warm
    std::size_t bytes = 0, count = 0;
    const double start = cpu_seconds();
    while (cpu_seconds() - start < seconds)
        for (std::size_t n = 0; n < kTexts; ++n, ++count) bytes += make(n);
    const double rate = static_cast<double>(count) / (cpu_seconds() - start);
    bench::say("{:<28} {:>10.0f} per CPU second, {:6.1f} bytes each\n", what, rate,
               static_cast<double>(bytes) / static_cast<double>(count));
}

std::vector<std::string> texts(std::string_view pattern) {
    std::vector<std::string> made;
    made.reserve(1000);
    for (int n = 0; n < 1000; ++n)
        made.push_back(fmt::format(fmt::runtime(pattern), n, n % 100, 100'000 + n));
    return made;
}

void measure_sms(const char* what, double seconds, std::string_view pattern) {
    const auto all = texts(pattern);
    measure(what, seconds,
            [&](std::size_t n) { return compose_sms(all[n], {}).value().text.size(); });
}

void measure_mails(double seconds) {
    Mail mail;
    mail.from = {"Aurora Energie", "bills@aurora.example"};
    mail.to = {"Jördis Müller-Öztürk", "joerdis@post.example"};
    mail.subject = "Ihre Rechnung für Oktober: 84,20 €";
    mail.date = Instant::from_seconds(1'796'104'800);
    for (int n = 0; n < 30; ++n) {
        mail.text += "Ihre Rechnung beträgt 84,20 €. Sie ist fällig am Dienstag, 1. Dezember.\n";
        mail.html += "<p style=\"margin:0\">Ihre Rechnung beträgt <b>84,20 €</b>.</p>\n";
    }
    mail.attachments = {{"Rechnung.pdf", "application/pdf", std::string(26'000, '\x9C')}};
    measure("mail, html, PDF of 26 kB", seconds, [&](std::size_t n) {
        mail.message_id = fmt::format("{}@aurora.example", n);
        return write_mail(mail).value().size();
    });
}

}  // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 2;
    measure_sms("SMS, one segment", seconds,
                "Aurora: your bill {} is {}.20 EUR, due on 1 December. See it and pay it at "
                "https://aurora.example/b/{} - thank you.");
    measure_sms("SMS, one, typography", seconds,
                "Aurora: Ihre Rechnung „{}“ beträgt {},20\u00A0€ – fällig am 1.\u00A0Dezember… "
                "https://aurora.example/b/{}");
    measure_sms("SMS, two segments", seconds,
                "Aurora: your bill {} is {}.20 EUR, due on Tuesday, 1 December. You used 42 kWh "
                "less than in October last year. Here is why, line by line, and how to pay: "
                "https://aurora.example/b/{} - thank you for being with us.");
    measure_sms("SMS, UCS-2, two segments", seconds,
                "Аврора: ваш рахунок {} на суму {},20 € до 1 грудня. Деталі та оплата: "
                "https://aurora.example/b/{}");
    measure_mails(seconds);
    return 0;
}

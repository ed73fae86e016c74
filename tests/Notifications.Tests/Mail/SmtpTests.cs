using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MimeKit;
using TenantTokens.Configuration.Options;
using TenantTokens.Notifications.Mail;
using TenantTokens.Notifications.Tests.Infrastructure;
using TenantTokens.Testing.Mail;
using TenantTokens.Testing.Time;
using TenantTokens.Tokens;
using static TenantTokens.Notifications.Tests.Infrastructure.Letters;

namespace TenantTokens.Notifications.Tests.Mail;

/// <summary>Mail through a real server, read back as a mail program reads it.</summary>
public sealed partial class SmtpTests
{
    private readonly InstantTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_arrives_over_TLS_signed_in_with_both_forms_and_a_link_that_can_be_followed()
    {
        await using MailServer server = await MailServer.StartAsync();

        Assert.Equal(NotificationResult.Sent, await SendAsync(server, About(NotificationKind.ApprovalNeeded, "alice")));

        TakenMail mail = await server.NextAsync();
        Assert.Equal((true, MailServer.User, From), (mail.IsSecure, mail.User, mail.From));
        Assert.Equal("alice@example.com", Assert.Single(mail.To));
        Assert.Equal("alice", Assert.IsType<MailboxAddress>(Assert.Single(mail.Message.To)).Name);
        Assert.Equal("Token rotation of sim00001 needs approval: May the old token die?", mail.Message.Subject);
        Assert.IsType<MultipartAlternative>(mail.Message.Body);
        Assert.Equal("auto-generated", mail.Message.Headers["Auto-Submitted"]);
        string inText = Link().Match(mail.Message.TextBody!).Value;
        string inHtml = WebUtility.HtmlDecode(Href().Match(mail.Message.HtmlBody!).Groups[1].Value);
        Assert.Equal($"{Page}?t=v1.616C696365&x=1", inText);
        Assert.Equal(inText, inHtml);
        Assert.Contains("oneagent/web-03: Unreachable: off", mail.Message.TextBody!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_of_one_rotation_are_one_conversation_and_a_repeat_is_the_same_mail()
    {
        await using MailServer server = await MailServer.StartAsync();
        Notification needed = About(NotificationKind.ApprovalNeeded, "alice");

        await SendAsync(server, needed);
        await SendAsync(server, needed);
        await SendAsync(server, About(NotificationKind.Reminded, "alice"));

        MimeMessage first = (await server.NextAsync()).Message, repeat = (await server.NextAsync()).Message, reminder =
            (await server.NextAsync()).Message;
        Assert.Equal(first.MessageId, repeat.MessageId);
        Assert.NotEqual(first.MessageId, reminder.MessageId);
        Assert.Equal(first.InReplyTo, reminder.InReplyTo);
        Assert.Equal(first.InReplyTo, Assert.Single(reminder.References));
        Assert.NotEqual(first.MessageId, first.InReplyTo);
    }

    [Fact]
    public async Task Nobodys_name_begins_another_header()
    {
        await using MailServer server = await MailServer.StartAsync();
        MailLetter letter = Letter(
            "alice@example.com",
            subject: "a\r\nBcc: eve@evil.test\r\n\r\n<b>body</b>",
            name: "al\r\nice\" <eve@evil.test>, \"x");

        Assert.Null(await Transport(server).SendAsync(letter, Stop));

        TakenMail mail = await server.NextAsync();
        Assert.Equal("alice@example.com", Assert.Single(mail.To));
        Assert.Empty(mail.Message.Bcc);
        Assert.Equal("alice@example.com", Assert.IsType<MailboxAddress>(Assert.Single(mail.Message.To)).Address);
        Assert.Equal("text\n", mail.Message.TextBody!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task One_refused_receiver_does_not_keep_the_others_from_being_told()
    {
        await using MailServer server = await MailServer.StartAsync(
            static options => options["refuse"] = JsonNode.Parse("""{"bob@example.com":[550]}"""));

        NotificationResult result = await SendAsync(server, About(NotificationKind.ApprovalNeeded, "alice", "bob", "carol@example.com"));

        Assert.Equal((true, 2, "bob: the mail server answered 550 to the recipient."), (result.IsSent, result.Reached, result.Problem));
        Assert.Empty(_time.Waits); // 5xx means no
    }

    [Fact]
    public async Task Not_now_is_asked_again_and_no_mail_is_sent_twice()
    {
        await using MailServer server = await MailServer.StartAsync(
            static options => options["refuse"] = JsonNode.Parse("""{"alice@example.com":[451,421]}"""));

        Assert.Equal(NotificationResult.Sent, await SendAsync(server, About(NotificationKind.ApprovalNeeded, "alice")));

        Assert.Equal(2, _time.Waits.Count);
        await server.NextAsync();
        Assert.Equal(0, await server.CountRestAsync());
    }

    [Fact]
    public async Task A_wrong_password_is_a_sentence_that_quotes_nothing()
    {
        await using MailServer server = await MailServer.StartAsync();

        string? problem = await Transport(server, password: "wr0ng-secret").SendAsync(Letter("alice@example.com"), Stop);

        Assert.Equal("the mail server refused the user and password in the vault secrets smtp-user and smtp-password.", problem);
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_neither_password_nor_mail()
    {
        await using MailServer server = await MailServer.StartAsync();

        string? problem = await Transport(server, trusted: false).SendAsync(Letter("alice@example.com"), Stop);

        Assert.StartsWith("no TLS connection to the mail server: its certificate is not trusted", problem, StringComparison.Ordinal);
        Assert.Equal(0, await server.CountRestAsync());
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        await using MailServer server = await MailServer.StartAsync();

        string? problem = await Transport(server, host: "localhost").SendAsync(Letter("alice@example.com"), Stop);

        Assert.StartsWith("no TLS connection to the mail server", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_STARTTLS_a_server_elsewhere_gets_nothing()
    {
        await using MailServer server = await MailServer.StartAsync(
            static options => (options["hideStartTls"], options["host"]) = (true, "0.0.0.0"));

        // The name of this machine is a name like any other: nobody vouches for where it leads.
        string? problem = await Transport(server, host: Dns.GetHostName()).SendAsync(Letter("alice@example.com"), Stop);

        Assert.Equal("the mail server offers no STARTTLS, or no way to sign in; both are required unless it is on this machine.", problem);
        Assert.Equal(0, await server.CountRestAsync());
    }

    [Fact]
    public async Task Without_STARTTLS_a_server_on_this_machine_is_used_all_the_same()
    {
        await using MailServer server = await MailServer.StartAsync(static options =>
        {
            options["hideStartTls"] = true;
            options.Remove("user");
        });

        Assert.Null(await Transport(server, user: false).SendAsync(Letter("alice@example.com"), Stop));
        Assert.False((await server.NextAsync()).IsSecure);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_value()
    {
        SmtpTransport transport = new(From, new SmtpOptions { Host = "127.0.0.1", Port = 1 }, static (_, _) => Task.FromResult(""), _time);

        Assert.StartsWith(
            "the mail server 127.0.0.1:1 cannot be reached",
            await transport.SendAsync(Letter("alice@example.com"), Stop),
            StringComparison.Ordinal);
        Assert.Equal(3, _time.Waits.Count);
    }

    [Fact]
    public async Task A_vault_without_the_secret_is_a_value()
    {
        SmtpTransport transport = new(
            From,
            new SmtpOptions { Host = "127.0.0.1", UserSecret = "smtp-user", PasswordSecret = "smtp-password" },
            static (_, _) => throw new TokenVaultException("The vault secret smtp-user does not exist."),
            _time);

        Assert.Equal("The vault secret smtp-user does not exist.", await transport.SendAsync(Letter("alice@example.com"), Stop));
    }

    private static MailLetter Letter(string to, string subject = "subject", string? name = null) => new()
    {
        To = to,
        ToName = name,
        Subject = subject,
        Text = "text\n",
        Html = "<p>text</p>",
        MessageId = "m@example.com",
        ThreadId = "t@example.com",
        Date = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero),
    };

    private SmtpTransport Transport(
        MailServer server,
        string host = "127.0.0.1",
        string password = MailServer.Password,
        bool trusted = true,
        bool user = true) => new(
        From,
        new SmtpOptions
        {
            Host = host,
            Port = server.Port,
            UserSecret = user ? "smtp-user" : null,
            PasswordSecret = user ? "smtp-password" : null,
            TrustedCa = trusted ? server.TrustedCa : null,
        },
        (name, _) => Task.FromResult(name == "smtp-user" ? MailServer.User : password),
        _time);

    private Task<NotificationResult> SendAsync(MailServer server, Notification notification)
        => Channel(Transport(server)).SendAsync(notification, Stop);

    [GeneratedRegex(@"https://\S+")]
    private static partial Regex Link();

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Href();
}

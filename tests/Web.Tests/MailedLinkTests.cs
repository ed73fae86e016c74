using System.Net;
using System.Text.RegularExpressions;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Reading;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Mail;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>
/// A mail goes through a real mail server, is read back as a mail program reads it, and its link is followed to the real page.
/// </summary>
public sealed partial class MailedLinkTests : WebTest
{
    private static readonly string[] _approvers = ["alice", "bob", "carol"];

    [Fact]
    public async Task The_link_of_a_mail_leads_its_recipient_to_the_page_and_their_vote_is_in_the_ledger()
    {
        await using MailServer server = await MailServer.StartAsync();
        WebApp app = await StartAsync(change: options => Mailing(options, server));
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        Dictionary<string, TakenMail> mails = await AskByMailAsync(app, server, rotation, gate);

        (Uri inText, Uri inHtml) = LinksIn(mails["alice"]);
        Assert.Equal(inText, inHtml);
        Assert.Equal(_approvers.Length, mails.Values.Select(static mail => LinksIn(mail).InText).Distinct().Count());
        using Visitor alice = app.Visit();
        Visitor.Answer page = await alice.GetAsync(inHtml);
        Assert.Equal(200, page.Status);
        Assert.Contains("You decide as <strong>alice</strong>", page.Body, StringComparison.Ordinal);
        Assert.Contains("oneagent/web-03", page.Body, StringComparison.Ordinal);
        Assert.Empty(await app.VotesAsync(rotation, gate)); // it was only looked at

        Visitor.Answer voted = await alice.DecideAsync(inText, "Approve", static form => form["comment"] = "read in the mail");

        Assert.Equal(200, voted.Status);
        Vote vote = Assert.Single(await app.VotesAsync(rotation, gate));
        Assert.Equal(
            ("alice", GateChoice.Approve, "read in the mail", "link", Some.PlanHash),
            (vote.By, vote.Choice, vote.Comment, vote.Via, vote.PlanHash));
        Assert.Contains(
            await app.AuditAsync(rotation.RotationId),
            static entry => entry is { Code: "vote", By: "alice", Via: "link", Address: "127.0.0.1" });
    }

    [Fact]
    public async Task A_forwarded_mail_counts_as_its_recipient_and_as_nobody_else()
    {
        await using MailServer server = await MailServer.StartAsync();
        WebApp app = await StartAsync(change: options => Mailing(options, server));
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        Uri link = LinksIn((await AskByMailAsync(app, server, rotation, gate))["alice"]).InText;
        using Visitor alice = app.Visit();
        using Visitor friend = app.Visit();

        await alice.DecideAsync(link, "Approve");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await friend.DecideAsync(link, "Approve", static form => form["comment"] = "I am bob");

        Assert.Equal("alice", Assert.Single(await app.VotesAsync(rotation, gate)).By);
        Assert.Equal(GateOutcome.Undecided, await app.OutcomeAsync(rotation, gate)); // one person twice is no quorum of two
    }

    [Fact]
    public async Task Where_people_sign_in_a_forwarded_mail_is_of_use_to_its_recipient_alone()
    {
        await using MailServer server = await MailServer.StartAsync();
        WebApp app = await StartAsync(new WebHostOptions { LinksNeedSignIn = true }, entra: true, options => Mailing(options, server));
        TestAuthority entra = await AuthorityAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        Uri link = LinksIn((await AskByMailAsync(app, server, rotation, gate))["alice"]).InHtml;
        using Visitor bob = app.Visit().Bearer(entra.Person("bob"));
        using Visitor alice = app.Visit().Bearer(entra.Person("alice"));

        Visitor.Answer refused = await bob.GetAsync(link);
        Assert.Equal(403, refused.Status);
        Assert.Contains("Use the link in your own message", refused.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await alice.DecideAsync(link, "Approve")).Status);
        Assert.Equal(("alice", "entra"), (await app.VotesAsync(rotation, gate)).Select(static vote => (vote.By, vote.Via)).Single());
    }

    [Fact]
    public async Task After_the_decision_the_mails_link_is_refused_with_a_page_that_says_what_to_do_and_a_line_in_the_audit_trail()
    {
        await using MailServer server = await MailServer.StartAsync();
        WebApp app = await StartAsync(change: options => Mailing(options, server));
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        Dictionary<string, TakenMail> mails = await AskByMailAsync(app, server, rotation, gate);
        foreach (string person in (string[])["alice", "bob"])
        {
            using Visitor visitor = app.Visit();
            await visitor.DecideAsync(LinksIn(mails[person]).InText, "Approve");
        }

        Assert.Equal(GateOutcome.Approved, await app.CloseIfDecidedAsync(rotation, gate));
        using Visitor carol = app.Visit();
        Visitor.Answer late = await carol.GetAsync(LinksIn(mails["carol"]).InText);

        Assert.Equal(403, late.Status);
        Assert.Contains("This gate is already decided", late.Body, StringComparison.Ordinal);
        Assert.Contains("there is nothing left to do.", late.Body, StringComparison.Ordinal);
        Assert.Equal(2, (await app.VotesAsync(rotation, gate)).Count);
        Assert.Contains(
            await app.AuditAsync(rotation.RotationId),
            static entry => entry.Code == RefusalAudit.Code && entry.Detail.StartsWith("link-decided:", StringComparison.Ordinal));
    }

    private static RotationOptions Mailing(RotationOptions options, MailServer server) => options with
    {
        Notifications = new()
        {
            Mail = new()
            {
                From = "rotation@example.com",
                Smtp = new()
                {
                    Host = "127.0.0.1",
                    Port = server.Port,
                    UserSecret = "smtp-user",
                    PasswordSecret = "smtp-password",
                    TrustedCa = server.TrustedCa,
                },
            },
        },
        Approvals = options.Approvals with
        {
            Addresses = _approvers.ToDictionary(
                static name => name,
                static name => $"{name}@example.com",
                StringComparer.OrdinalIgnoreCase),
        },
    };

    /// <summary>Tells the approvers of the gate, and gives the mail that each of them got.</summary>
    private static async Task<Dictionary<string, TakenMail>> AskByMailAsync(
        WebApp app,
        MailServer server,
        RotationRecord rotation,
        GateRecord gate)
    {
        app.Vault.Add("smtp-user", MailServer.User);
        app.Vault.Add("smtp-password", MailServer.Password);
        Assert.Null(await app.Get<GateMessenger>()
            .TellAsync(
                NotificationKind.ApprovalNeeded,
                await app.Get<RotationReader>().ReadAsync(rotation.RotationId, Stop),
                gate,
                news: null,
                Stop));
        Dictionary<string, TakenMail> mails = [];
        foreach (string _ in _approvers)
        {
            TakenMail mail = await server.NextAsync();
            mails.Add(Assert.Single(mail.To).Split('@')[0], mail);
        }

        return mails;
    }

    private static (Uri InText, Uri InHtml) LinksIn(TakenMail mail)
        => (new(Address().Match(mail.Message.TextBody!).Value), new(
            WebUtility.HtmlDecode(Reference().Match(mail.Message.HtmlBody!).Groups[1].Value)));

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Reference();
}

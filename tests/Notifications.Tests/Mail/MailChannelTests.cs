using TenantTokens.Approvals;
using TenantTokens.Notifications.Mail;
using TenantTokens.Rotations.Messages;
using TenantTokens.Testing.Builders;
using static TenantTokens.Notifications.Tests.Infrastructure.Letters;

namespace TenantTokens.Notifications.Tests.Mail;

/// <summary>Who gets which letter.</summary>
public sealed class MailChannelTests
{
    private readonly Pile _pile = new();

    [Fact]
    public async Task Each_approver_gets_a_letter_with_their_own_link_and_nobody_elses()
    {
        Assert.Equal(NotificationResult.Sent, await SendAsync(About(NotificationKind.ApprovalNeeded, "alice", "bob", "carol@example.com")));

        Assert.Equal(3, _pile.Letters.Count);
        foreach ((string name, string address) in ((string, string)[])[
            ("alice", "alice@example.com"),
            ("bob", "bob@example.com"),
            ("carol@example.com", "carol@example.com"),
        ])
        {
            MailLetter letter = _pile.To(address);
            string own = Token(name);
            Assert.Contains($"{Page}?t={own}&x=1\n", letter.Text, StringComparison.Ordinal);
            Assert.Contains($"href=\"{Page}?t={own}&amp;x=1\"", letter.Html, StringComparison.Ordinal);
            Assert.All(
                _pile.Letters.Where(other => other != letter),
                other => Assert.DoesNotContain(own, other.Text + other.Html, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Who_asked_for_the_rotation_the_escalation_list_and_operators_get_no_link_that_votes()
    {
        await SendAsync(About(NotificationKind.Escalated, "rachel", "boss"), "ops@example.com");

        Assert.Equal(3, _pile.Letters.Count);
        Assert.Equal(
            ["boss@example.com", "ops@example.com", "rachel@example.com"],
            _pile.Letters.Select(static letter => letter.To).Order(StringComparer.Ordinal));
        Assert.All(_pile.Letters, static letter => Assert.DoesNotContain("?t=", letter.Text + letter.Html, StringComparison.Ordinal));
        Assert.All(_pile.Letters, static letter => Assert.Contains(Page.AbsoluteUri, letter.Text, StringComparison.Ordinal));
        Assert.All(
            _pile.Letters,
            static letter => Assert.Contains("You cannot vote with this link.", letter.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_closed_gate_gets_no_link_that_votes()
    {
        Notification told = About(NotificationKind.Superseded, "alice");

        await SendAsync(told);
        await SendAsync(told with { Gate = Gate with { Outcome = GateOutcome.Superseded } });

        Assert.Equal(
            [true, false],
            _pile.Letters.Select(static letter => (letter.Text + letter.Html).Contains("?t=", StringComparison.Ordinal)));
        Assert.Contains(Page.AbsoluteUri, _pile.Letters[1].Text, StringComparison.Ordinal); // it leads to the page all the same
    }

    [Fact]
    public async Task Who_has_no_address_is_named_and_the_others_are_told()
    {
        NotificationResult result = await SendAsync(About(NotificationKind.ApprovalNeeded, "alice", "dave"));

        Assert.Equal(
            (true, 1, "dave has no mail address; give one in approvals.addresses."),
            (result.IsSent, result.Reached, result.Problem));
    }

    [Fact]
    public async Task Operators_who_were_told_do_not_make_up_for_approvers_who_were_not()
    {
        NotificationResult result = await SendAsync(About(NotificationKind.ApprovalNeeded, "dave"), "ops@example.com");

        Assert.False(result.IsSent);
        Assert.Single(_pile.Letters);
    }

    [Fact]
    public async Task A_message_with_nobody_to_tell_is_no_failure()
    {
        NotificationResult result = await SendAsync(About(NotificationKind.ApprovalNeeded));

        Assert.True(result.IsForNobody);
        Assert.False(result.IsSent);
    }

    [Fact]
    public async Task One_address_gets_one_letter()
    {
        await SendAsync(About(NotificationKind.ApprovalNeeded, "alice"), "ALICE@example.com");

        Assert.Contains("?t=", Assert.Single(_pile.Letters).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_public_address_the_letter_says_how_to_decide()
    {
        await Channel(_pile, new NoApprovalPages())
            .SendAsync(About(NotificationKind.ApprovalNeeded, "alice") with { Page = null }, TestContext.Current.CancellationToken);

        Assert.True(Assert.Single(_pile.Letters).Text.Contains("tenant-token approve", StringComparison.Ordinal), _pile.Letters[0].Text);
        Assert.Contains("tenant-token approve", _pile.Letters[0].Html, StringComparison.Ordinal);
        Assert.DoesNotContain("href", _pile.Letters[0].Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_cannot_be_made_is_named_and_the_letter_goes_without()
    {
        NotificationResult result = await Channel(_pile, new BrokenPages())
            .SendAsync(About(NotificationKind.ApprovalNeeded, "alice"), TestContext.Current.CancellationToken);

        Assert.Equal("alice was notified without a personal link, because the link could not be made (IOException).", result.Problem);
        Assert.True(result.IsSent);
        Assert.Contains(Page.AbsoluteUri, _pile.To("alice@example.com").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_message_has_the_same_id_and_all_of_a_rotation_answer_to_one()
    {
        Notification needed = About(NotificationKind.ApprovalNeeded, "alice");
        await SendAsync(needed);
        await SendAsync(needed with { Facts = [] });
        await SendAsync(About(NotificationKind.Reminded, "alice"));
        await SendAsync(About(NotificationKind.Reminded, "alice") with { Number = 2 });
        await SendAsync(About(NotificationKind.ApprovalNeeded, "bob"));

        string[] ids = [.. _pile.Letters.Select(static letter => letter.MessageId)];
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(4, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Single(_pile.Letters.Select(static letter => letter.ThreadId).Distinct(StringComparer.Ordinal));
        Assert.All(ids, static id => Assert.EndsWith("@example.com", id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_holds_of_one_rotation_are_two_mails()
    {
        Notification held = NotificationText.For(NotificationKind.Held, Snapshot())! with { Recipients = ["alice"] };
        await SendAsync(held);
        await SendAsync(held);
        await SendAsync(held with { Text = "Something else." });

        Assert.Equal(2, _pile.Letters.Select(static letter => letter.MessageId).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script", "markup")]
    [InlineData("\"><img src=x onerror=alert(1)>", "<img", "an attribute that is closed")]
    [InlineData("{{ link }}{% include 'x' %}", "{{ nothing", "a template in a template")]
    [InlineData("approve at https://evil.test/now", "https://evil.test", "a link that a mail program would make")]
    [InlineData("see www.evil.test", "www.evil.test", "a link without a scheme")]
    [InlineData("web\u202e30-bew", "\u202e", "a turned direction of writing")]
    [InlineData("a\r\nBcc: eve@evil.test", "\r", "another header")]
    public async Task What_hosts_and_people_say_stays_words(string hostile, string never, string what)
    {
        Notification asked = About(NotificationKind.ApprovalNeeded, "alice");

        await SendAsync(asked with { Title = hostile, Text = hostile, Items = [hostile], Facts = [new("Reason", hostile)] });

        MailLetter letter = _pile.To("alice@example.com");
        Assert.True(!letter.Html.Contains(never, StringComparison.Ordinal), what);
        Assert.True(never[0] == '<' || !letter.Text.Contains(never, StringComparison.Ordinal), what);
        Assert.DoesNotContain('\n', letter.Subject);
        Assert.Equal(1, letter.Html.Split("<a ").Length - 1);
        Assert.Equal(2, letter.Html.Split("://").Length + letter.Text.Split("://").Length - 2); // ours, once in each form
    }

    [Fact]
    public async Task A_long_rest_is_cut_and_the_letter_says_how_many_more()
    {
        await SendAsync(About(NotificationKind.ApprovalNeeded, "alice") with
        {
            Items = [.. Enumerable.Range(1, 1234).Select(static number => $"oneagent/vm-{number}: Failed")],
        });

        MailLetter letter = _pile.To("alice@example.com");
        Assert.Contains("- oneagent/vm-200: Failed\n- and 1034 more", letter.Text, StringComparison.Ordinal);
        Assert.Contains("<li>and 1034 more</li>", letter.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("vm-201", letter.Text, StringComparison.Ordinal);
    }

    private static string Token(string name) => $"v1.{Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(name))}";

    private Task<NotificationResult> SendAsync(Notification notification, params string[] operators)
        => Channel(_pile, operators: operators).SendAsync(notification, TestContext.Current.CancellationToken);

    private sealed class BrokenPages : IApprovalPages
    {
        public Uri? PageOf(string rotationId, string gateId) => Page;

        public Task<Uri?> LinkForAsync(string rotationId, GateRecord gate, string recipient, CancellationToken cancellationToken)
            => Task.FromException<Uri?>(new IOException("the vault is on fire"));
    }
}

using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Values;
using TenantTokens.Surfaces;

namespace TenantTokens.Notifications.Mail;

/// <summary>
/// Writes to each person separately: people who may decide a gate get a link that votes for them, all others at most the gate's page. The
/// result names people without a mail address.
/// </summary>
public sealed class MailChannel(
    MailOptions mail,
    ApprovalOptions approvals,
    IMailTransport transport,
    IApprovalPages pages,
    TimeProvider time) : INotificationChannel
{
    /// <summary>How many letters are sent at a time: mail servers allow few connections per sender.</summary>
    private const int AtATime = 3;

    private const int LongestSubject = 200;

    /// <inheritdoc />
    public string Name => "Mail";

    /// <inheritdoc />
    public async Task<NotificationResult> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        List<MailRecipient> people = [.. notification.Recipients.Select(name => new MailRecipient(name, AddressOf(name), IsNamed: true))];
        people.AddRange(mail.Operators
            .Where(address => !people.Exists(person => string.Equals(person.Address, address, StringComparison.OrdinalIgnoreCase)))
            .Select(static address => new MailRecipient(address, address, IsNamed: false)));
        if (people.Count == 0)
        {
            return NotificationResult.ForNobody;
        }

        string?[] problems = new string?[people.Count];
        bool[] sent = new bool[people.Count];
        await Parallel.ForAsync(
            0,
            people.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (index, token) =>
                (sent[index], problems[index]) = await SendAsync(notification, people[index], token));

        // Only people the message is for count as reached: operators who read about a gate cannot decide it.
        int reached = people.Where((person, index) => sent[index] && person.IsNamed == notification.Recipients.Count > 0).Count();
        string problem = string.Join(" ", problems.Where(static one => one is not null));
        return problem.Length == 0 ? NotificationResult.Sent
            : reached > 0 ? NotificationResult.Partly(reached, problem)
            : NotificationResult.Failed(problem);
    }

    private string? AddressOf(string name)
        => approvals.Addresses.TryGetValue(name, out string? address) ? address : MailAddress.IsValid(name) ? name : null;

    private async Task<(bool IsSent, string? Problem)> SendAsync(
        Notification notification,
        MailRecipient person,
        CancellationToken cancellationToken)
    {
        if (person.Address is not { } address)
        {
            return (false, $"{person.Name} has no mail address; give one in approvals.addresses.");
        }

        (Uri? link, bool mayDecide, string? noLink) = await LinkAsync(notification, person, cancellationToken);
        (string html, string text) = await MailTemplates.WriteAsync(notification, link, mayDecide);
        string domain = mail.From[(mail.From.LastIndexOf('@') + 1)..];
        MailLetter letter = new()
        {
            To = address,
            ToName = string.Equals(person.Name, address, StringComparison.OrdinalIgnoreCase)
                ? null
                : MailText.Line(person.Name, LongestSubject),
            Subject = MailText.Line(notification.Title, LongestSubject),
            Html = html,
            Text = text,
            MessageId = MailIds.Message(notification, address, domain),
            ThreadId = MailIds.Thread(notification.RotationId, domain),
            Date = time.GetUtcNow(),
        };
        return await transport.SendAsync(letter, cancellationToken) is { } problem ? (false, $"{person.Name}: {problem}") : (true, noLink);
    }

    private async Task<(Uri? Link, bool MayDecide, string? Problem)> LinkAsync(
        Notification notification,
        MailRecipient person,
        CancellationToken cancellationToken)
    {
        if (notification.Gate is not { Outcome: null } gate || !person.IsNamed || GateTally.Eligibility(gate, person.Name) is not null)
        {
            return (notification.Page, false, null);
        }

        try
        {
            return await pages.LinkForAsync(notification.RotationId, gate, person.Name, cancellationToken) is { } own
                ? (own, true, null)
                : (notification.Page, false, null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A mail without a personal link is better than none: its reader can still sign in on the page.
            return (
                notification.Page,
                false,
                $"{person.Name} was notified without a personal link, because the link could not be made ({exception.GetType().Name}).");
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using TenantTokens.Configuration.Values;
using TenantTokens.Surfaces;

namespace TenantTokens.Notifications;

/// <summary>Writes the request body that starts the approval workflow. infra/workflow/approval.json has its schema.</summary>
internal static class ApprovalWorkflowBody
{
    private const int LongestTitle = 200;
    private const int LongestSummary = 8_000;
    private const int LongestWords = 6_000;
    private const int LongestItem = 300;
    private const int RoomForMore = 100;

    /// <summary>Writes the body as JSON.</summary>
    /// <param name="notification">A notification with a gate and a page.</param>
    /// <param name="approvers">The approvers to ask.</param>
    public static byte[] Write(Notification notification, IReadOnlyList<string> approvers) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            rotationId = notification.RotationId,
            gateId = notification.Gate!.GateId,
            planHash = notification.Gate.PlanHash,
            environment = notification.EnvironmentId,
            title = CardText.Line(notification.Title, LongestTitle),
            summary = Summary(notification),
            page = notification.Page!.AbsoluteUri,
            approvers,
            choices = notification.Gate.Choices.Select(static choice => choice.ToString()),
        });

    /// <summary>Lists the approvers whose name is an address that the workflow can send to.</summary>
    public static string[] ApproversOf(Notification notification)
        => [
            .. notification.Recipients.Where(MailAddress.IsValid)
                .Where(recipient => notification.Gate!.Approvers.Contains(recipient, StringComparer.OrdinalIgnoreCase)),
        ];

    private static string Summary(Notification notification)
    {
        StringBuilder text = new(CardText.Cut(
            string.Join(
                '\n',
                notification.Facts.Select(static fact => $"{fact.Title}: {VisibleText.OneLine(fact.Value)}").Prepend(notification.Text)),
            LongestWords));
        int shown = 0;
        foreach (string item in notification.Items.Select(static item => CardText.Line(item, LongestItem))
            .TakeWhile(item => text.Length + item.Length < LongestSummary - RoomForMore))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{item}");
            shown++;
        }

        int left = notification.Items.Count - shown;
        return (left > 0 ? text.Append(CultureInfo.InvariantCulture, $"\nand {left:N0} more, see the page") : text).ToString();
    }
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>
/// Every gate has as many approvers as its quorum needs, and no two of them share a mail address: a link that comes by mail is all it takes
/// to vote.
/// </summary>
internal sealed class ReachableQuorums : IConfigurationRule
{
    /// <inheritdoc />
    public IEnumerable<ValidationResult> Check(RotationOptions options, ConfigurationFile file)
    {
        ApprovalOptions approvals = options.Approvals;
        return
        [
            .. Check("start", approvals.Start.Quorum, approvals.Start.Approvers),
            .. Check("finish", approvals.Finish.Quorum, approvals.Finish.Approvers),
            .. Check("continue", approvals.Continue.Quorum, approvals.Continue.Approvers),
            .. Check("cancel", approvals.Cancel.Quorum, approvals.Cancel.Approvers),
        ];

        IEnumerable<ValidationResult> Check(string gate, int? quorum, IReadOnlyList<string>? own)
        {
            string path = $"$.approvals.{gate}";
            string[] said = gate is "finish" ? [path] : [$"{path}.quorum", $"{path}.approvers"];
            bool isSaid = said.Any(one => file.Find(one) is not null);
            return isSaid ? Mistakes(path, approvals, quorum ?? approvals.Finish.Quorum, approvals.Approvers(own)) : [];
        }
    }

    private static IEnumerable<ValidationResult> Mistakes(
        string path,
        ApprovalOptions approvals,
        int quorum,
        IReadOnlyList<string> approvers)
    {
        // The number of people in a group is not known here. The names are distinct: the reader has checked that.
        bool hasGroup = approvers.Any(static name => name.StartsWith(ApprovalOptions.GroupPrefix, StringComparison.OrdinalIgnoreCase));
        if (!hasGroup && quorum > approvers.Count)
        {
            yield return new ValidationResult(
                string.Create(CultureInfo.InvariantCulture, $"must be at most the number of approvers, which is {approvers.Count}."),
                [$"{path}.quorum"]);
        }

        foreach (string[] names in SharedAddresses(approvals, approvers))
        {
            yield return new ValidationResult(
                $"names one mail address {names.Length} times ({string.Join(", ", names)}): "
                    + $"whoever reads its mail would count as {names.Length} approvers.",
                [$"{path}.approvers"]);
        }
    }

    private static IEnumerable<string[]> SharedAddresses(ApprovalOptions approvals, IReadOnlyList<string> approvers)
        => approvers
            .GroupBy(name => approvals.Addresses.TryGetValue(name, out string? address) ? address : name, StringComparer.OrdinalIgnoreCase)
            .Select(static group => group.ToArray())
            .Where(static names => names.Length > 1);
}

using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>The approval workflow in the notifications section.</summary>
internal sealed partial class ConfigurationReader
{
    private static ApprovalWorkflowOptions? ReadWorkflow(ConfigurationSection section)
    {
        string? trigger = section.Text("trigger", IsUnsignedTrigger, "an https address without a signature; the workflow takes tokens, no signed addresses", required: true, mayShow: static _ => false);
        string? audience = section.Text(
            "audience",
            static value => value.StartsWith("api://", StringComparison.Ordinal) && Uri.TryCreate(value, UriKind.Absolute, out _) && value.Length is > 6 and <= 200,
            "the application that people sign in to, such as api://00000000-0000-0000-0000-000000000000",
            required: true);
        section.End();
        return trigger is null || audience is null ? null : new ApprovalWorkflowOptions { Trigger = new Uri(trigger), Audience = audience };
    }

    // A signed address is a secret, and secrets do not stand in this file.
    private static bool IsUnsignedTrigger(string value)
        => Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && address is { Scheme: "https", UserInfo: "", Fragment: "" }
            && !address.Query.Contains("sig=", StringComparison.OrdinalIgnoreCase);
}

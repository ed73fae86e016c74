using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>The Kubernetes part of the policy section.</summary>
internal sealed partial class ConfigurationReader
{
    private static KubernetesPolicyOptions ReadKubernetes(ConfigurationSection section)
    {
        KubernetesPolicyOptions options = new() { Held = section.Boolean("held", byDefault: false) };
        section.End();
        return options;
    }
}

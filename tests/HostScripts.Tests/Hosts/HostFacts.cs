using TenantTokens.Tokens;

namespace TenantTokens.HostScripts.Tests.Hosts;

/// <summary>What every machine of these tests has: its environment, the two tokens, and where its files are.</summary>
internal static class HostFacts
{
    public const string EnvironmentId = "abc12345";
    public const string RotationId = "rotation-7";
    public const string OldToken = "0ldT0kenValue123";
    public const string NewToken = "dt0a02.NewNewNew0000000000000000";
    public const string Authorization = "/var/lib/dynatrace/gateway/config/authorization.properties";
    public const string Extensions = "/opt/dynatrace/remotepluginmodule/agent/conf/extensions.conf";
    public const string RemotePlugin = "/opt/dynatrace/remotepluginmodule/agent/conf/ruxitagent.conf";
    public const string ZRemote = "/opt/dynatrace/zremote/agent/conf/ruxitagent.conf";
    public const string ZRemoteUser = "/var/lib/dynatrace/zremote/agent/conf/zremoteagentuserconfig.conf";
    public const string StateDirectory = "/var/lib/dynatrace-token-rotation";
    public const string OneAgentTools = "/opt/dynatrace/oneagent/agent/tools";

    public static string OldFingerprint { get; } = TenantToken.Parse(OldToken).Fingerprint(RotationId);

    public static string NewFingerprint { get; } = TenantToken.Parse(NewToken).Fingerprint(RotationId);

    public static string OneEnvironment { get; } =
        $"[{EnvironmentId}]\ntenantToken = {OldToken}\nauthToken = dt0g02.ABCDEFGH.0123456789\nmainTenant = true\n";

    public static string ExtensionsText { get; } =
        $"Server https://127.0.0.1:9999/communication\nTenant {EnvironmentId}\nTenantToken {OldToken}\n";
}

using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using TenantTokens.Configuration.Options;
using TenantTokens.Shared.Tests.Architecture;

namespace TenantTokens.Shared.Tests.Configuration.Describing;

/// <summary>
/// rotation.schema.json and the tables of docs/policy.md say what the options say. After a change of the options this writes both anew:
/// <code>TENANT_TOKEN_REWRITE=true dotnet run --project tests/Shared.Tests -- -namespace
/// TenantTokens.Shared.Tests.Configuration.Describing</code>
/// </summary>
public sealed class DescriptionTests
{
    private static readonly string _docs = Path.Combine(SourceTree.Docs, "policy.md");

    [Fact]
    public void The_schema_says_what_the_options_say()
        => GeneratedFile.Expect(Path.Combine(SourceTree.Shared, "Configuration", "rotation.schema.json"), static _ => SchemaWriter.Write());

    [Fact]
    public void The_tables_in_the_docs_say_what_the_options_say() => GeneratedFile.Expect(_docs, SettingTables.Write);

    [Fact]
    public void The_docs_have_every_setting_once()
        => Assert.Equal(
            SettingPath.All.Select(static path => path.Path).Order(StringComparer.Ordinal),
            SettingTables.SettingsOf(File.ReadAllText(_docs)).Order(StringComparer.Ordinal));

    [Fact]
    public void What_the_compiler_requires_the_file_requires_too()
    {
        IEnumerable<PropertyInfo> properties = typeof(RotationOptions).Assembly.GetTypes()
            .Where(static type => type.Namespace == typeof(RotationOptions).Namespace)
            .SelectMany(static type => type.GetProperties());

        Assert.All(
            properties,
            static property => Assert.True(
                property.IsDefined(typeof(RequiredMemberAttribute)) == property.IsDefined(typeof(RequiredAttribute)),
                $"{property.DeclaringType!.Name}.{property.Name}"));
    }

    [Fact]
    public void Defaults_are_allowed()
        => Assert.All(
            SettingPath.All.Where(static path => !path.Setting.IsRequired && path.Default is not null),
            static path => Assert.All(
                path.Setting.Property.GetCustomAttributes<ValidationAttribute>().Where(static rule => !rule.RequiresValidationContext),
                rule => Assert.True(path.Setting.IsMap || rule.IsValid(path.Default), path.Path)));
}

using MGen.Cli;
using MGen.Demo;

return await ProgramHost.RunAsync(args, DemoProgram.RunAsync);

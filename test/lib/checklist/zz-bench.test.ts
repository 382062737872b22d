import { indexOf, judged } from '/work/main/test/lib/checklist/judging';
const shapes: Record<string,(n:number)=>any> = {
  refs: (n) => Object.fromEntries(Array.from({length:n}).flatMap((_,i): [string, unknown][] => [
    ['Plan'+i,{Type:'AWS::Backup::BackupPlan',Properties:{BackupPlan:{BackupPlanRule:[{TargetBackupVault:{Ref:'Vault'+i}}]}}}],
    ['Sel'+i,{Type:'AWS::Backup::BackupSelection',Properties:{BackupPlanId:{Ref:'Plan'+i},BackupSelection:{Resources:[{'Fn::GetAtt':['Table'+i,'Arn']}]}}}],
    ['Table'+i,{Type:'AWS::DynamoDB::Table',Properties:{TableName:'t'+i}}],
    ['Vault'+i,{Type:'AWS::Backup::BackupVault',Properties:{BackupVaultName:'v'+i}}],
    ['Rule'+i,{Type:'AWS::Events::Rule',Properties:{EventPattern:{source:['aws.backup'],detail:{backupVaultName:['v'+i]}},Targets:[{Arn:'arn:aws:sns:a:b:c'}]}}],
    ['Doc'+i,{Type:'AWS::SSM::Document',Properties:{DocumentType:'Session',Content:{inputs:{}}}}],
    ['Role'+i,{Type:'AWS::IAM::Role',Properties:{ManagedPolicyArns:['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore']}}],
    ['Prof'+i,{Type:'AWS::IAM::InstanceProfile',Properties:{Roles:[{Ref:'Role'+i}]}}],
  ])),
};
shapes.tags = (n) => { const r = shapes.refs!(n); for (let i=0;i<n;i++){ r['Sel'+i].Properties.BackupSelection={ListOfTags:[{ConditionType:'STRINGEQUALS',ConditionKey:'backup',ConditionValue:'daily'}]}; r['Table'+i].Properties.Tags=[{Key:'backup',Value:'daily'}]; r['Rule'+i].Properties.EventPattern={source:['aws.backup']}; } return r; };
shapes.wild = (n) => { const r = shapes.tags!(n); for (let i=0;i<n;i++){ r['Sel'+i].Properties.BackupSelection={Resources:['arn:aws:dynamodb:*:*:table/*']};r['Rule'+i].Properties.Targets=[]; r['Rule'+i].Properties.EventPattern={source:['aws.backup'],'detail-type':['Backup Job State Change']};} return r; };
shapes.lit = (n) => { const r = shapes.tags!(n); for (let i=0;i<n;i++){ r['Sel'+i].Properties.BackupSelection={Resources:['arn:aws:dynamodb:eu-west-1:*:table/t'+i]};} return r; };
shapes.cond = (n) => { const r = shapes.tags!(n); for (let i=0;i<n;i++){ r['Sel'+i].Properties.BackupSelection={Conditions:{StringEquals:[{ConditionKey:'aws:ResourceTag/id',ConditionValue:'x'+i}]}}; r['Table'+i].Properties.Tags=[{Key:'id',Value:'x'+i}];} return r; };
test.each(Object.keys(shapes).flatMap(s => [300,600,1200].map(n => [s,n] as const)))('%s %i', (s,n) => {
  const c = shapes[s]!(n);
  const t0=Date.now(); indexOf(c); const t1=Date.now();
  const items = ['BAK-01','BAK-02','BAK-04','BAK-06','SEC-12'] as const;
  const each = items.map(i => { const t=Date.now(); judged(c,{},i); return i+' '+(Date.now()-t); });
  const t2=Date.now(); const j = judged(c); const t3=Date.now();
  process.stderr.write(`${s} ${n} index ${t1-t0} ALL ${t3-t2} per ${((t3-t2)/n).toFixed(2)} | ${each.join(' ')} broken ${j.broken.length}\n`);
});
